/**
 * How a verb is meant: `real` it happens; `failing` it is tried in vain (which shows the need as well);
 * `denied` it does not happen; `ended` it did once; `cut` somebody made it stop; `unreal` wished, planned or guessed.
 */
export type Mood = "real" | "failing" | "denied" | "ended" | "cut" | "unreal";

/** Modals that speak of plans, guesses or duties rather than of what is. */
export const UNREAL_MODALS: ReadonlySet<string> = new Set([
  "would",
  "should",
  "may",
  "might",
  "must",
  "shall",
  "ought",
  "wouldn't",
  "shouldn't",
  "mustn't",
  "won't",
  "will",
  "'ll",
  "'d",
  "could",
]);

/** Denied, these show the need: what did not arrive was asked for. */
export const AWAITED: ReadonlySet<string> = new Set(
  "receive get respond return reach resolve load connect see arrive work fetch find authenticate communicate retrieve access talk answer reconnect start boot come open".split(
    " ",
  ),
);

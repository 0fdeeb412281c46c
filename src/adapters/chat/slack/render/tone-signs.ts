import type { Tone } from "../../../../model/reply.ts";

/** How Slack shows how bad something is. */
export interface ToneSign {
  /** Slack's name of the emoji. */
  readonly emoji: string;
  readonly sign: string;
  readonly word: string;
}

/** The sign and the word of each tone but `neutral`: signs of different shapes, so that nobody needs their colours. */
export const TONE_SIGNS: Readonly<Record<Exclude<Tone, "neutral">, ToneSign>> = {
  down: { emoji: "no_entry", sign: "⛔", word: "Down" },
  degraded: { emoji: "warning", sign: "⚠️", word: "Degraded" },
  stale: { emoji: "hourglass", sign: "⌛", word: "Stale" },
  starved: { emoji: "zzz", sign: "💤", word: "Starved" },
  ok: { emoji: "white_check_mark", sign: "✅", word: "OK" },
};

/** Does the text say that word by itself, so that it need not be said again? */
export function saysWord(text: string, word: string): boolean {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .includes(word.toLowerCase());
}

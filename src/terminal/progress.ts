/** One line on a terminal that says how far something long has come. */
export interface Progress {
  /** Without `of`, how much there is in all is not known. */
  readonly show: (done: number, of?: number) => void;
  /** Wipes the line, so that what is printed next stands alone. */
  readonly end: () => void;
}

/** Runs something long where a person can see how far it is. */
export type Watch = <Result>(
  label: string,
  work: (show: Progress["show"]) => Promise<Result>,
) => Promise<Result>;

/** How often the line is written anew. */
const EVERY_MS = 100;
/** The rate is that of this long: what went fast or slow before says little about what is left. */
const WINDOW_MS = 10_000;

/**
 * Shows progress on one line that is written over and over: done, of how many, per cent, rate and time left.
 *
 * Says nothing where the output is no terminal: in a log, such lines would be noise.
 */
export function createProgress({
  label,
  isTerminal,
  columns,
  write,
  now,
}: {
  readonly label: string;
  readonly isTerminal: boolean;
  readonly columns?: number | undefined;
  readonly write: (text: string) => void;
  /** Milliseconds on any clock. */
  readonly now: () => number;
}): Progress {
  if (!isTerminal) return { show: () => undefined, end: () => undefined };
  // Some terminals say that they have no columns at all.
  const width = (columns || 80) - 1;
  let samples: { readonly at: number; readonly done: number }[] = [];
  return {
    show(done, of) {
      const at = now();
      const last = samples.at(-1);
      if (last && at - last.at < EVERY_MS) return;
      samples = [...samples.filter((sample) => at - sample.at <= WINDOW_MS), { at, done }];
      const words = progressWords(label, { done, of, perSecond: rateOf(samples) });
      write(`\r${words.slice(0, width)}\u001B[K`);
    },
    end() {
      if (samples.length > 0) write("\r\u001B[K");
      samples = [];
    },
  };
}

/**
 * How far something has come, in words.
 *
 * @example
 * ```ts
 * progressWords("restoring", { done: 250_000, of: 1_000_000, perSecond: 12_500 });
 * // => "restoring  250,000 of 1,000,000  25 %  12,500/s  1 min left"
 * ```
 */
export function progressWords(
  label: string,
  {
    done,
    of,
    perSecond,
  }: {
    readonly done: number;
    readonly of?: number | undefined;
    readonly perSecond?: number | undefined;
  },
): string {
  const parts = [label];
  const known = of !== undefined && of > 0 && of >= done;
  parts.push(known ? `${counted(done)} of ${counted(of)}` : counted(done));
  if (known) parts.push(`${Math.floor((100 * done) / of)} %`);
  if (perSecond) parts.push(`${counted(Math.round(perSecond))}/s`);
  if (perSecond && known) parts.push(`${timeLeft((of - done) / perSecond)} left`);
  return parts.join("  ");
}

function rateOf(samples: readonly { readonly at: number; readonly done: number }[]) {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at <= first.at) return undefined;
  return (1000 * (last.done - first.done)) / (last.at - first.at);
}

function timeLeft(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function counted(amount: number): string {
  return amount.toLocaleString("en-GB");
}

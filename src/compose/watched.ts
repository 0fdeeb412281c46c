import { createProgress, type Progress } from "../terminal/progress.ts";

/** Writes for people, beside the answer on standard output. */
export const complain = (text: string) => void process.stderr.write(`${text}\n`);

/** A progress line on this process's terminal, if it has one. */
export function progressHere(label: string): Progress {
  return createProgress({
    label,
    isTerminal: process.stderr.isTTY,
    columns: process.stderr.columns,
    write: (text) => void process.stderr.write(text),
    now: () => performance.now(),
  });
}

/** What a shell calls the end by Ctrl-C, and by a polite kill. */
const EXIT_CODE = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs something long: its progress stands on the terminal, and whoever interrupts it is told how to go on.
 *
 * A store needs no cleaning up: what was being written is written whole or not at all. `tidy` is for anything else.
 */
export async function watched<Result>(
  {
    label,
    goOn,
    tidy,
  }: { readonly label: string; readonly goOn: string; readonly tidy?: () => void },
  work: (show: Progress["show"]) => Promise<Result>,
): Promise<Result> {
  const progress = progressHere(label);
  const stop = (signal: keyof typeof EXIT_CODE) => {
    progress.end();
    tidy?.();
    complain(`interrupted while ${label}; ${goOn}`);
    process.exit(EXIT_CODE[signal]);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(progress.show);
  } finally {
    progress.end();
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

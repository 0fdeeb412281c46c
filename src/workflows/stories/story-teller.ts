/** Tells stories one at a time each, and not too often. */
export interface Teller {
  /**
   * Resolves when a telling that began after this call is through; rejects when that one failed.
   *
   * Calls that come while a telling of the same story waits share it: the last state wins.
   */
  tell(lead: string): Promise<void>;
  /** Resolves when no telling of that story is running. */
  quiet(lead: string): Promise<void>;
  /** Cuts the pauses between tellings short. */
  hurry(): void;
}

interface Line {
  /** The telling that has not begun yet. */
  waiting: Promise<void> | undefined;
  running: Promise<void>;
  /** The last telling and the pause after it. */
  last: Promise<void>;
}

/** A teller that leaves at least `pauseMs` between two tellings of the same story. */
export function createTeller(tellNow: (lead: string) => Promise<void>, pauseMs: number): Teller {
  const lines = new Map<string, Line>();
  const pauses = new Set<() => void>();
  let hurried = false;

  async function pause(): Promise<void> {
    if (hurried) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, pauseMs);
      pauses.add(end);
    });
  }

  return {
    async tell(lead) {
      const idle = Promise.resolve();
      const line = lines.get(lead) ?? { waiting: undefined, running: idle, last: idle };
      lines.set(lead, line);
      if (line.waiting) return await line.waiting;
      const telling = line.last.then(async () => {
        line.waiting = undefined;
        line.running = tellNow(lead);
        await line.running;
      });
      line.waiting = telling;
      line.last = telling.catch(() => {}).then(pause);
      void line.last.then(() => {
        if (line.waiting === undefined && lines.get(lead) === line) lines.delete(lead);
      });
      await telling;
    },
    async quiet(lead) {
      await lines.get(lead)?.running.catch(() => {});
    },
    hurry() {
      hurried = true;
      for (const end of pauses) end();
    },
  };
}

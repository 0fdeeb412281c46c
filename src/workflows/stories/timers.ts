import type { Clock } from "../../ports/clock.ts";

/** Things to be done later, each under its name. They keep no process alive. */
export interface Timers {
  /** In place of what was set under that name. */
  set(name: string, at: number, then: () => void): void;
  has(name: string): boolean;
  /** Nothing set before or after this is done. */
  stop(): void;
}

/** Timers by the wall clock, in epoch milliseconds. */
export function createTimers(clock: Clock): Timers {
  const waiting = new Map<string, NodeJS.Timeout>();
  let isStopped = false;
  return {
    set(name, at, then) {
      clearTimeout(waiting.get(name));
      if (isStopped) return;
      const end = (): void => {
        waiting.delete(name);
        then();
      };
      waiting.set(name, setTimeout(end, Math.max(0, at - clock.now()) + 1).unref());
    },
    has: (name) => waiting.has(name),
    stop() {
      isStopped = true;
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

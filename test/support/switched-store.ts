import { DepmapError } from "../../src/model/errors.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";

/** How a store behind a switch behaves: as it is, refusing at once, or saying nothing at all. */
export type Mood = "answers" | "refuses" | "is silent";

/** A real store behind a switch. */
export interface SwitchedStore {
  readonly store: GraphStore;
  /** Names of the calls so far; empty it at will. */
  readonly calls: string[];
  /** Sets the mood of these calls, or of all. */
  turn(mood: Mood, ...calls: (keyof GraphStore)[]): void;
  /** Lets go whoever waits for a silent call: each is carried out now. */
  release(): void;
}

/** Puts a switch before every call of a store. */
export function switchedStore(real: GraphStore): SwitchedStore {
  const calls: string[] = [];
  const moods = new Map<string, Mood>();
  let all: Mood = "answers";
  let waiting: (() => void)[] = [];

  async function pass(name: string): Promise<void> {
    calls.push(name);
    const mood = moods.get(name) ?? all;
    if (mood === "refuses") throw new DepmapError("graph-store-away", "it refuses; switch it on");
    if (mood === "is silent") await new Promise<void>((resolve) => waiting.push(resolve));
  }

  const store = Object.fromEntries(
    Object.entries(real).map(([name, call]: [string, (...args: unknown[]) => unknown]) => [
      name,
      async (...args: unknown[]) => {
        if (name !== "close") await pass(name);
        return await call(...args);
      },
    ]),
  ) as unknown as GraphStore;

  return {
    store,
    calls,
    turn(mood, ...names) {
      if (names.length === 0) {
        moods.clear();
        all = mood;
      }
      for (const name of names) moods.set(name, mood);
    },
    release() {
      const released = waiting;
      waiting = [];
      for (const go of released) go();
    },
  };
}

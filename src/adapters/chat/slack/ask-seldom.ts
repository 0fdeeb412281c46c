import type { Clock } from "../../../ports/clock.ts";
import { rememberNewest } from "./remember-newest.ts";

/**
 * The same question with a memory: whoever asks within `goodForMs` is given the same answer, also while it is on its way.
 *
 * A fault is told to all who wait for it, and is not remembered.
 */
export function askSeldom<Value>(
  ask: (key: string) => Promise<Value>,
  {
    clock,
    goodForMs,
    most,
  }: { readonly clock: Clock; readonly goodForMs: number; readonly most: number },
): (key: string) => Promise<Value> {
  const known = new Map<string, { readonly atMs: number; readonly answer: Promise<Value> }>();

  return async (key) => {
    const before = known.get(key);
    if (before && clock.now() - before.atMs < goodForMs) return await before.answer;
    const asked = { atMs: clock.now(), answer: ask(key) };
    rememberNewest(known, key, asked, most);
    try {
      return await asked.answer;
    } catch (fault) {
      if (known.get(key) === asked) known.delete(key);
      throw fault;
    }
  };
}

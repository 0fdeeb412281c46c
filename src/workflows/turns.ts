import type { InTurn } from "../ports/turns.ts";

/** Turns in this process that nobody has taken yet. */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return function inTurn(name, work) {
    const turn = (last.get(name) ?? Promise.resolve()).then(work);
    const ended = turn
      .catch(() => undefined)
      .then(() => {
        if (last.get(name) === ended) last.delete(name);
      });
    last.set(name, ended);
    return turn;
  };
}

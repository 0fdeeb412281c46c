/** Lets work under one name run one after the other; work under other names does not wait. */
type InTurn = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** Turns that nobody has taken yet. Work that fails lets the next one go on. */
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

import { DepmapError } from "../../src/model/errors.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";

/** `there`; `away`: calls reject; `hung`: they say nothing; `deaf`: they go through, and their replies are lost. */
type Mode = "there" | "away" | "hung" | "deaf";

/** A real graph store behind a switch. */
export interface SwitchedStore {
  readonly store: GraphStore;
  /** How all calls go, but for those that were turned. */
  mode: Mode;
  /** These calls go like this from now on, whatever the mode is; without names, all do, and none is turned any more. */
  turn(mode: Mode, ...names: (keyof GraphStore)[]): void;
  /** Lets go whoever waits in a hung call: each is carried out now. */
  release(): void;
  /** The reply to the next write is lost, whatever comes after. */
  cutNextReply(): void;
  /** The names of all calls so far; empty it at will. */
  readonly calls: (keyof GraphStore)[];
}

const WRITES = new Set<keyof GraphStore>([
  "say",
  "propose",
  "reviseProposal",
  "decideProposal",
  "keepIncident",
]);

/** Puts a switch before a store; `close` always goes through. */
export function switchedStore(real: GraphStore): SwitchedStore {
  const turned = new Map<keyof GraphStore, Mode>();
  let cuts = 0;
  let waiting: (() => void)[] = [];
  const away = () => new DepmapError("graph-store-away", "the switch is off; switch it on");

  async function pass(name: keyof GraphStore, call: () => Promise<unknown>): Promise<unknown> {
    switched.calls.push(name);
    const mode = turned.get(name) ?? switched.mode;
    if (mode === "away") throw away();
    if (mode === "hung") await new Promise<void>((resolve) => waiting.push(resolve));
    const answer = await call();
    if (mode === "deaf") throw away();
    if (cuts === 0 || !WRITES.has(name)) return answer;
    cuts -= 1;
    throw away();
  }

  const store = new Proxy(real, {
    get(target, name: keyof GraphStore) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      if (name === "close") return () => target.close();
      return (...args: unknown[]) => pass(name, () => method.apply(target, args));
    },
  });
  const switched: SwitchedStore = {
    store,
    mode: "there",
    calls: [],
    turn(mode, ...names) {
      if (names.length === 0) {
        turned.clear();
        switched.mode = mode;
      }
      for (const name of names) turned.set(name, mode);
    },
    release() {
      const released = waiting;
      waiting = [];
      for (const go of released) go();
    },
    cutNextReply() {
      cuts += 1;
    },
  };
  return switched;
}

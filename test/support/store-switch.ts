import { DepmapError } from "../../src/model/errors.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";

/** A graph store with a switch before it. */
export interface SwitchedStore {
  readonly store: GraphStore;
  /** `there`; `away`: every call rejects; `hung`: no call ever ends; `deaf`: calls go through, and their replies are lost. */
  mode: "there" | "away" | "hung" | "deaf";
  /** The reply to the next write is lost, whatever comes after. */
  cutNextReply(): void;
  /** How many calls of that name went through to the store. */
  calls(name: keyof GraphStore): number;
}

const WRITES = new Set<PropertyKey>([
  "say",
  "propose",
  "reviseProposal",
  "decideProposal",
  "keepIncident",
]);

/** Puts a switch before a store; `close` always goes through. */
export function switchedStore(real: GraphStore): SwitchedStore {
  let cuts = 0;
  const counts = new Map<PropertyKey, number>();
  const away = () => new DepmapError("graph-store-away", "the switch says that it is away");

  async function pass(name: PropertyKey, call: () => Promise<unknown>): Promise<unknown> {
    if (switched.mode === "hung") return await new Promise(() => {});
    if (switched.mode === "away") throw away();
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const answer = await call();
    if (switched.mode === "deaf") throw away();
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
    cutNextReply() {
      cuts += 1;
    },
    calls: (name) => counts.get(name) ?? 0,
  };
  return switched;
}

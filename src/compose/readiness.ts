import type { Parts } from "./parts.ts";

/** What `/readyz` asks: can webhooks be kept, and is the map there and fresh? */
export function readiness(
  { journal, snapshots }: Pick<Parts, "journal" | "snapshots">,
  staleAfterMs: number,
) {
  return [
    { name: "journal", check: () => journal.probe() },
    {
      name: "map",
      async check() {
        if (snapshots.current().version === 0) throw new Error("no map has been read yet");
        if (snapshots.age() > staleAfterMs)
          throw new Error("the map is old: the graph store is away");
      },
    },
  ];
}

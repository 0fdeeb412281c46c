import type { Check } from "../http/health.ts";
import type { Parts } from "./parts.ts";

/**
 * What `/readyz` asks: can webhooks be kept, is there a map, is it fresh, and is the chat there?
 *
 * An old map is no reason to turn webhooks away: with the graph store away every replica has one, and all still brief.
 */
export function readiness(
  { journal, snapshots }: Pick<Parts, "journal" | "snapshots">,
  staleAfterMs: number,
  chat: { isConnected(): boolean },
): Check[] {
  return [
    { name: "journal", check: () => journal.probe() },
    {
      name: "map",
      async check() {
        if (snapshots.current().asOf === 0) throw new Error("no map has been read yet");
      },
    },
    {
      name: "chat",
      spared: true,
      async check() {
        if (!chat.isConnected()) throw new Error("nothing that people ask arrives");
      },
    },
    {
      name: "graph store",
      spared: true,
      async check() {
        if (snapshots.awaySince() !== undefined) throw new Error("it cannot be reached");
        if (snapshots.age() > staleAfterMs) throw new Error("it has not been read for too long");
      },
    },
  ];
}

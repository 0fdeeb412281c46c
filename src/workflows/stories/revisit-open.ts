import type { GraphStore } from "../../ports/graph-store.ts";
import type { IncidentWorker } from "./incident-worker.ts";

/** Asks for open incidents again, a few at a time. */
export interface Revisits {
  /** The next few, each incident once a round; those that were not looked at for longest come first. */
  turn(): Promise<void>;
}

/**
 * Lets the worker look again at open incidents: an alert that joins one sends no webhook.
 *
 * At most `atOnce` a turn, because each is a question to PagerDuty, which answers 960 a minute in all.
 */
export function createRevisits(
  store: Pick<GraphStore, "incidents">,
  worker: Pick<IncidentWorker, "revisit">,
  atOnce: number,
): Revisits {
  let seen = new Set<string>();
  return {
    async turn() {
      const records = await store.incidents({ open: true, limit: 1000 });
      const open = records.map(({ incident }) => incident.id);
      if (open.every((id) => seen.has(id))) seen = new Set();
      const next = open.filter((id) => !seen.has(id)).slice(0, atOnce);
      for (const id of next) seen.add(id);
      if (next.length > 0) worker.revisit(next);
    },
  };
}

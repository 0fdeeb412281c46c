import type { Proposal } from "../../model/proposal.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { OwedWrites, StoreCondition } from "../../ports/journal.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { createContact } from "./contact.ts";
import { createLastCopy } from "./copy.ts";
import { createDebts, type Listeners } from "./debts.ts";
import { createOverlay } from "./overlay.ts";
import { steadyReads } from "./reads.ts";
import { steadyWrites } from "./keeping.ts";
import { withPatience } from "../with-patience.ts";

/** A graph store that takes every write, and answers about proposals and incidents, also while the real one is away. */
export interface SteadyStore extends GraphStore {
  /** Applies what is owed and gives how many writes went in; finds out whether a store is back. Never rejects. */
  settle(): Promise<number>;
  /** Copies the open proposals and the newest incidents for a time without the store. Rejects as its parts do. */
  remember(): Promise<void>;
  condition(): StoreCondition;
  /** From now on these hear what becomes of owed writes. Without them a decision's card is left to another process. */
  tell(listeners: Listeners): void;
}

const PAGES_REMEMBERED = 10;
const INCIDENTS_REMEMBERED = 100;

/**
 * Keeps writes in the journal while the store is away, and applies each once when it is back.
 *
 * While anything is owed, everything is owed behind it: no write overtakes another. Faults other than
 * `graph-store-away` reject as ever. Reads of the map itself reject while the store is away: the last snapshot
 * answers instead.
 */
export function createSteadyStore({
  store,
  journal,
  clock,
  log,
  metrics,
  patienceMs = 5000,
  readPatienceMs = 750,
}: {
  readonly store: GraphStore;
  readonly journal: OwedWrites;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How long the store may say nothing before it counts as hung, should it have no deadline of its own. */
  readonly patienceMs?: number;
  /** The same for what a person waits for and the last copy can answer. */
  readonly readPatienceMs?: number;
}): SteadyStore {
  const copy = createLastCopy(journal);
  const overlay = createOverlay();
  const contact = createContact({ clock, log, patienceMs });
  const parts = { store, journal, clock, log, metrics, contact, overlay, copy, patienceMs };
  const debts = createDebts(parts);
  const reads = steadyReads({ ...parts, debts, patienceMs: Math.min(patienceMs, readPatienceMs) });

  async function openProposals(): Promise<Proposal[]> {
    const all: Proposal[] = [];
    for (let page = 0, after: string | undefined; page < PAGES_REMEMBERED; page += 1) {
      const { items, next } = await contact.ask(() => store.proposals("open", after));
      all.push(...items);
      if (next === undefined) break;
      after = next;
    }
    return all;
  }

  return {
    ...reads,
    ...steadyWrites({ ...parts, debts, reads }),
    assertions: (after) => contact.ask(() => store.assertions(after)),
    version: () => contact.ask(() => store.version()),
    sources: () => contact.ask(() => store.sources()),
    auditRows: (after) => contact.ask(() => store.auditRows(after)),
    // These take as long as they take.
    snapshot: (now, last) => store.snapshot(now, last),
    audit: (entry) => store.audit(entry),
    restore: (records, onProgress) => store.restore(records, onProgress),
    migrate: () => store.migrate(),
    async close() {
      await withPatience(debts.stop(), patienceMs);
      await store.close();
    },

    settle: () => debts.settle(),
    async remember() {
      await debts.ready();
      if (contact.away() || debts.owes()) return;
      const newest = await contact.ask(() => store.incidents({ limit: INCIDENTS_REMEMBERED }));
      const open = await contact.ask(() =>
        store.incidents({ open: true, limit: INCIDENTS_REMEMBERED }),
      );
      copy.sawAll(await openProposals(), [...open.toReversed(), ...newest.toReversed()]);
      await copy.save();
    },
    condition: () => ({
      awaySince: contact.away()?.since,
      owed: debts.all().filter(({ state }) => state === "owed").length,
      refused: debts.all().filter(({ state }) => state === "refused"),
    }),
    tell: (listeners) => debts.tell(listeners),
  };
}

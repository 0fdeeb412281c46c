import type { GraphStore } from "../../ports/graph-store.ts";
import { isAway, type Contact } from "./contact.ts";
import type { LastCopy } from "./copy.ts";
import type { Debts } from "./debts.ts";
import type { Overlay } from "./overlay.ts";

/** What a person asks while the store may be away. */
export type SteadyReads = Pick<
  GraphStore,
  "assertionsAbout" | "proposal" | "proposals" | "incident" | "incidents"
>;

/**
 * Reads that show what the owed writes will bring.
 *
 * While the store is known to be away nobody waits for it: the last copy answers at once, and what it lacks rejects
 * with `graph-store-away`.
 */
export function steadyReads({
  store,
  contact,
  debts,
  overlay,
  copy,
  patienceMs,
}: {
  readonly store: GraphStore;
  readonly contact: Contact;
  readonly debts: Debts;
  readonly overlay: Overlay;
  readonly copy: LastCopy;
  readonly patienceMs: number;
}): SteadyReads {
  async function read<Answer>(
    call: () => Promise<Answer>,
    fromCopy: () => Answer | undefined,
  ): Promise<Answer> {
    await debts.ready();
    try {
      const away = contact.away();
      if (away) throw away.fault;
      return await contact.ask(call, patienceMs);
    } catch (fault) {
      const answer = isAway(fault) ? fromCopy() : undefined;
      if (answer === undefined) throw fault;
      return answer;
    }
  }

  /** Without it an empty list would be a lie. */
  const knowsAny = () => copy.isThere() || overlay.ids().length > 0;

  return {
    assertionsAbout: (key) =>
      read(
        () => store.assertionsAbout(key),
        () => undefined,
      ),
    proposal: (id) =>
      read(
        async () => {
          const proposal = await store.proposal(id);
          if (proposal) copy.sawProposal(proposal);
          return overlay.proposal(id) ?? proposal;
        },
        () => overlay.proposal(id) ?? copy.proposal(id),
      ),
    proposals: (state, after) =>
      read(
        async () => {
          const page = await store.proposals(state, after);
          for (const proposal of page.items) copy.sawProposal(proposal);
          const items = overlay.proposals(state, page.items, after === undefined);
          return { ...page, items };
        },
        () => {
          // A page of the store's is counted by the store.
          if (after !== undefined || !knowsAny()) return undefined;
          return { items: overlay.proposals(state, copy.proposals(), true) };
        },
      ),
    incident: (id) =>
      read(
        async () => {
          const record = await store.incident(id);
          if (record) copy.sawIncident(record);
          return overlay.incident(id) ?? record;
        },
        () => overlay.incident(id) ?? copy.incident(id),
      ),
    incidents: (filter) =>
      read(
        async () => {
          const records = await store.incidents(filter);
          // The newest last: the copy lets the first go when it is full.
          for (const record of records.toReversed()) copy.sawIncident(record);
          return overlay.incidents(filter, records);
        },
        () => (knowsAny() ? overlay.incidents(filter, copy.incidents()) : undefined),
      ),
  };
}

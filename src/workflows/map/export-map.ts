import { createHash } from "node:crypto";
import { canonicalJson } from "../../model/canonical-json.ts";
import type { IncidentRecord } from "../../model/incident.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { GraphStore, StoredRecord } from "../../ports/graph-store.ts";
import { auditRowsOf } from "./audit-rows.ts";
import { EXPORT_FORMAT, noRecords, type RecordCounts } from "./export-format.ts";

/** Incidents that are read at a time. */
const PAGE = 200;

/**
 * All that a store holds, as lines of JSON without their line ends: a header, a line for each record, and a footer
 * with the number of records and their checksum.
 *
 * In one order, so that two exports of one store differ in the header's date alone. What is written meanwhile may be
 * in it or not. `onRecord` hears how many records there are so far.
 */
export async function* exportLines(
  store: GraphStore,
  about: { readonly now: number; readonly onRecord?: (counts: RecordCounts) => void },
): AsyncGenerator<string> {
  const at = new Date(about.now).toISOString();
  yield JSON.stringify({ depmap: "export", format: EXPORT_FORMAT, at });
  const counts = noRecords();
  const hash = createHash("sha256");
  for await (const record of recordsOf(store)) {
    const line = canonicalJson(record);
    hash.update(`${line}\n`);
    counts[record.type] += 1;
    about.onRecord?.(counts);
    yield line;
  }
  yield JSON.stringify({ depmap: "end", counts, sha256: hash.digest("hex") });
}

/** Every record of a store: sources before what they say, and the audit log at last. */
export async function* recordsOf(store: GraphStore): AsyncGenerator<StoredRecord> {
  for (const source of await store.sources()) yield { type: "source", source };
  for (let after: string | undefined; ;) {
    const { items, next } = await store.assertions(after);
    for (const assertion of items) yield { type: "assertion", assertion };
    if (next === undefined) break;
    after = next;
  }
  for (const proposal of await allProposals(store)) yield { type: "proposal", proposal };
  for (let last: IncidentRecord | undefined; ;) {
    const page = await store.incidents({ limit: PAGE, after: last?.incident });
    for (const incident of page) yield { type: "incident", incident };
    last = page.at(-1);
    if (!last) break;
  }
  for await (const row of auditRowsOf(store)) yield { type: "audit", row };
}

/** By id. One that is decided while they are read is found twice; how it was found first is as good. */
async function allProposals(store: GraphStore): Promise<readonly Proposal[]> {
  const found = new Map<string, Proposal>();
  for (const state of ["open", "approved", "rejected"] as const) {
    for (let after: string | undefined; ;) {
      const { items, next } = await store.proposals(state, after);
      for (const proposal of items) {
        if (!found.has(proposal.id)) found.set(proposal.id, proposal);
      }
      if (next === undefined) break;
      after = next;
    }
  }
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

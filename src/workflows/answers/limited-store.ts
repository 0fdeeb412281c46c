import { DepmapError } from "../../model/errors.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { SnapshotKeeper } from "../map/refresh-snapshot.ts";
import { withPatience } from "../with-patience.ts";

/** How long a reader waits for the store: a little longer than the store's own deadline, whose words are better. */
const READ_PATIENCE_MS = 900;
/** The same while the store is known to be away. */
const AWAY_PATIENCE_MS = 25;

/** The store for somebody who is waiting for an answer, by how it stands with it. */
export function storeForAnswers({
  store,
  snapshots,
}: {
  readonly store: GraphStore;
  readonly snapshots: Partial<Pick<SnapshotKeeper, "awaySince">>;
}): GraphStore {
  return limitedStore(store, () =>
    snapshots.awaySince?.() === undefined ? READ_PATIENCE_MS : AWAY_PATIENCE_MS,
  );
}

/** A write may stand behind a long import; whoever waits for it is told in the end. */
const WRITE_PATIENCE_MS = 30_000;

/**
 * The store for somebody who is waiting for an answer: a call that takes too long rejects with `graph-store-away`.
 *
 * What was asked goes on behind it: a write that was given up may still go in. `readPatienceMs` is asked at each call.
 */
function limitedStore(store: GraphStore, readPatienceMs: () => number): GraphStore {
  const read = <Answer>(asked: Promise<Answer>) =>
    inTime(asked, readPatienceMs(), "ask again in a minute");
  const write = <Answer>(asked: Promise<Answer>) =>
    inTime(asked, WRITE_PATIENCE_MS, "it may still be written, so look before you ask again");
  return {
    version: () => read(store.version()),
    assertionsAbout: (key) => read(store.assertionsAbout(key)),
    assertions: (after) => read(store.assertions(after)),
    sources: () => read(store.sources()),
    proposal: (id) => read(store.proposal(id)),
    proposals: (state, after) => read(store.proposals(state, after)),
    incident: (id) => read(store.incident(id)),
    incidents: (filter) => read(store.incidents(filter)),
    auditRows: (after) => read(store.auditRows(after)),

    say: (saying, onProgress) => write(store.say(saying, onProgress)),
    propose: (proposal) => write(store.propose(proposal)),
    reviseProposal: (proposal) => write(store.reviseProposal(proposal)),
    decideProposal: (id, decision) => write(store.decideProposal(id, decision)),
    keepIncident: (record) => write(store.keepIncident(record)),
    audit: (entry) => write(store.audit(entry)),

    // No answer is made of these.
    snapshot: (now, last) => store.snapshot(now, last),
    restore: (records, onProgress) => store.restore(records, onProgress),
    migrate: () => store.migrate(),
    close: () => store.close(),
  };
}

async function inTime<Answer>(
  asked: Promise<Answer>,
  patienceMs: number,
  next: string,
): Promise<Answer> {
  const patient = await withPatience(asked, patienceMs);
  if (patient.came === "answer") return patient.value;
  if (patient.came === "failed") throw patient.why;
  throw new DepmapError(
    "graph-store-away",
    `the graph store did not answer within ${patienceMs} ms; ${next}`,
  );
}

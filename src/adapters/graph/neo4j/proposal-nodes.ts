import { decisionEntry } from "../../../model/audit-entries.ts";
import { notOpen, unknownProposal } from "../../../model/proposal-faults.ts";
import { decided, type Proposal } from "../../../model/proposal.ts";
import type { Decision, GraphStore, Page } from "../../../ports/graph-store.ts";
import { appendAudit } from "./audit-chain.ts";
import { lockGraph, takeLock } from "./locked-graph.ts";
import type { Row, Run } from "./connection/neo4j-connection.ts";
import { sayNow } from "./say-now.ts";

const PAGE_SIZE = 100;

/** Keeps a proposal, unless one with its id is there: that one is given then. */
export async function propose(run: Run, proposal: Proposal): Promise<Proposal> {
  await takeLock(run);
  const known = await findProposal(run, proposal.id);
  if (!known) await putProposals(run, [proposal]);
  return known ?? proposal;
}

/** Replaces an open proposal; throws `bad-input` when it is not open. */
export async function reviseProposal(run: Run, proposal: Proposal): Promise<void> {
  await takeLock(run);
  const known = await findProposal(run, proposal.id);
  if (known?.state !== "open") throw notOpen(proposal.id, known?.state);
  await putProposals(run, [{ ...proposal, state: "open" }]);
}

/** Decides an open proposal; one that is decided stays as it is. */
export async function decideProposal(
  run: Run,
  id: string,
  { saying, ...verdict }: Parameters<GraphStore["decideProposal"]>[1],
): Promise<Decision> {
  const [graph, known] = await Promise.all([lockGraph(run), findProposal(run, id)]);
  if (!known) throw unknownProposal(id);
  if (known.state !== "open") return { proposal: known, decidedNow: false };

  const proposal = decided(known, verdict);
  await putProposals(run, [proposal]);
  const said =
    verdict.state === "approved" && saying ? await sayNow(run, graph, saying) : undefined;
  await appendAudit(run, decisionEntry(proposal, verdict, said?.report));
  return { proposal, decidedNow: true };
}

/** The proposal with that id. */
export async function findProposal(run: Run, id: string): Promise<Proposal | undefined> {
  const [row] = await run("MATCH (proposal:Proposal {key: $id}) RETURN proposal.body AS body", {
    id,
  });
  return row ? proposalOf(row) : undefined;
}

/** A page of the proposals in one state, newest first. */
export async function proposalPage(
  run: Run,
  state: Proposal["state"],
  after: string | undefined,
): Promise<Page<Proposal>> {
  const [at, id] = after
    ? (JSON.parse(after) as [number, string])
    : ([Number.MAX_SAFE_INTEGER, ""] as const);
  const rows = await run(
    `MATCH (proposal:Proposal {state: $state})
     WHERE proposal.proposedAt < $at OR (proposal.proposedAt = $at AND proposal.key < $id)
     RETURN proposal.body AS body ORDER BY proposal.proposedAt DESC, proposal.key DESC LIMIT $limit`,
    { state, at, id, limit: PAGE_SIZE + 1 },
  );
  const items = rows.map(proposalOf);
  if (items.length <= PAGE_SIZE) return { items };
  const page = items.slice(0, PAGE_SIZE);
  const last = page.at(-1) as Proposal;
  return { items: page, next: JSON.stringify([last.proposedAt, last.id]) };
}

/** Writes proposals in place of those with their ids; what a person looks for stands in plain properties. */
export async function putProposals(run: Run, proposals: readonly Proposal[]): Promise<void> {
  if (proposals.length === 0) return;
  await run("UNWIND $rows AS row MERGE (proposal:Proposal {key: row.key}) SET proposal = row", {
    rows: proposals.map((proposal) => {
      // A property holds no object: where it was said stands in the body alone.
      const { id, consumer, provider, remarks, card, saidIn: _, ...plain } = proposal;
      return {
        key: id,
        ...plain,
        consumer: consumer.id,
        provider: provider.id,
        remarks,
        ...(card ? { card: card.message } : {}),
        body: JSON.stringify(proposal),
      };
    }),
  });
}

function proposalOf(row: Row): Proposal {
  return JSON.parse(String(row["body"]));
}

import { DepmapError } from "../../../model/errors.ts";
import type { Proposal } from "../../../model/proposal.ts";
import type { Decision, GraphStore } from "../../../ports/graph-store.ts";
import { appendAudit } from "./audit-chain.ts";
import type { Connection } from "./connection.ts";
import { findProposal, putProposal } from "./proposal-rows.ts";
import { auditDetail, takeDown } from "./take-down.ts";

/** Decides an open proposal within the open transaction; one that is decided stays as it is. */
export async function decideProposal(
  connection: Connection,
  id: string,
  { state, by, at, saying }: Parameters<GraphStore["decideProposal"]>[1],
): Promise<Decision> {
  const known = findProposal(connection, id);
  if (!known) {
    throw new DepmapError("bad-input", `the proposal ${id} is not known; look at /depmap review`);
  }
  if (known.state !== "open") return { proposal: known, decidedNow: false };

  const proposal: Proposal = { ...known, state, decidedBy: by, decidedAt: at };
  putProposal(connection, proposal);
  const report = state === "approved" && saying ? await takeDown(connection, saying) : undefined;
  const { change, consumer, provider, coupling, quote, author, link, proposer } = proposal;
  appendAudit(connection, {
    at,
    actor: by,
    action: state === "approved" ? "approve-proposal" : "reject-proposal",
    subject: id,
    detail: {
      change,
      consumer: consumer.id,
      provider: provider.id,
      coupling,
      quote,
      author,
      link,
      proposer,
      ...(report ? auditDetail(report) : {}),
    },
  });
  return { proposal, decidedNow: true };
}

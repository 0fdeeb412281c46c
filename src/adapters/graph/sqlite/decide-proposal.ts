import { decisionEntry } from "../../../model/audit-entries.ts";
import { unknownProposal } from "../../../model/proposal-faults.ts";
import { decided } from "../../../model/proposal.ts";
import type { Decision, GraphStore } from "../../../ports/graph-store.ts";
import { appendAudit } from "./audit-chain.ts";
import type { Connection } from "./connection.ts";
import { findProposal, putProposal } from "./proposal-rows.ts";
import { takeDown } from "./take-down.ts";

/** Decides an open proposal within the open transaction; one that is decided stays as it is. */
export async function decideProposal(
  connection: Connection,
  id: string,
  { saying, ...verdict }: Parameters<GraphStore["decideProposal"]>[1],
): Promise<Decision> {
  const known = findProposal(connection, id);
  if (!known) throw unknownProposal(id);
  if (known.state !== "open") return { proposal: known, decidedNow: false };

  const proposal = decided(known, verdict);
  putProposal(connection, proposal);
  const report =
    verdict.state === "approved" && saying ? await takeDown(connection, saying) : undefined;
  appendAudit(connection, decisionEntry(proposal, verdict, report));
  return { proposal, decidedNow: true };
}

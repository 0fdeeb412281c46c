import { DepmapError } from "../../model/errors.ts";
import type { IncidentRecord } from "../../model/incident.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { SteadyWrite } from "./writes.ts";

/** What came of a write that was owed. */
export interface Applied {
  /** The proposal that it was about, as the store now has it. */
  readonly standing?: Proposal | undefined;
  /** Somebody else had decided the proposal meanwhile, or told of the incident: that stands. */
  readonly overtaken: boolean;
}

/** Makes a write, for the first time or again. `alive` is called when a long one gets on. */
export async function applyWrite(
  store: GraphStore,
  write: SteadyWrite,
  alive: () => void,
): Promise<Applied> {
  switch (write.kind) {
    case "say":
      await store.say(write.saying, alive);
      return { overtaken: false };
    case "propose": {
      const standing = await store.propose(write.proposal);
      return { standing, overtaken: standing.state !== "open" };
    }
    case "revise":
      await store.reviseProposal(write.proposal);
      return { standing: write.proposal, overtaken: false };
    case "decide": {
      const { by, at, state } = write.decision;
      const { proposal } = await store.decideProposal(write.id, write.decision);
      // The answer to an earlier attempt may have been lost.
      const isOurs =
        proposal.decidedBy === by && proposal.decidedAt === at && proposal.state === state;
      return { standing: proposal, overtaken: !isOurs };
    }
    case "incident":
      return { overtaken: !(await keepUnlessOvertaken(store, write.record)) };
  }
}

/** Whoever holds the lease now knows more of the incident than what was kept here. */
async function keepUnlessOvertaken(store: GraphStore, record: IncidentRecord): Promise<boolean> {
  try {
    await store.keepIncident(record);
    return true;
  } catch (fault) {
    if (fault instanceof DepmapError && fault.code === "lease-lost") return false;
    throw fault;
  }
}

/**
 * How long the store may say nothing during a write before it counts as hung.
 *
 * A long saying is checked as a whole before its first step is done.
 */
export function patienceFor(write: SteadyWrite, patienceMs: number): number {
  return write.kind === "say" ? patienceMs + write.saying.claims.length / 10 : patienceMs;
}

import type { AuditEntry } from "./audit.ts";
import type { Proposal } from "./proposal.ts";

/** What a saying changed, by fact key. */
interface Changed {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly retracted: readonly string[];
  readonly unchanged: number;
}

/** Fact keys that an audit row names of each kind; a first import has thousands, and its counts say enough. */
export const NAMED = 20;

/** What the audit log keeps of a saying: how much it changed, and what of it was first. */
export function sayingDetail({
  added,
  changed,
  retracted,
  unchanged,
}: Changed): Record<string, unknown> {
  return {
    added: added.length,
    changed: changed.length,
    retracted: retracted.length,
    unchanged,
    facts: {
      added: added.slice(0, NAMED),
      changed: changed.slice(0, NAMED),
      retracted: retracted.slice(0, NAMED),
    },
  };
}

/** The audit row of a decision: the proposal in its own words, and what approving it changed in the map. */
export function decisionEntry(
  { id, change, consumer, provider, coupling, quote, author, link, proposer }: Proposal,
  { state, by, at }: { readonly state: string; readonly by: string; readonly at: number },
  changed: Changed | undefined,
): AuditEntry {
  return {
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
      ...(changed ? sayingDetail(changed) : {}),
    },
  };
}

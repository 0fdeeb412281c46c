import { mayDecide, whoMay } from "../../analysis/may-decide.ts";
import type { Claim } from "../../model/assertion.ts";
import { mayRead, type Person } from "../../model/person.ts";
import type { Proposal, ProposedEnd } from "../../model/proposal.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Decision, GraphStore, Saying } from "../../ports/graph-store.ts";

/** The source of everything that was read from a thread and approved; who approved stands in each claim. */
const LEARNED = { name: "learned", type: "person" } as const;
/** A person who read the sentence and pressed Approve vouches for it. */
const APPROVED_CONFIDENCE = 0.95;

/** What came of a click on Approve or Reject. */
export type DecisionOutcome =
  | ({ readonly kind: "decided" } & Decision)
  | { readonly kind: "not-allowed"; readonly why: string }
  | { readonly kind: "unknown" };

/**
 * Decides a proposal in a person's name; approval writes the dependency, and new components, into the map.
 *
 * `person` must have been read from the chat at this click; who may is `mayDecide`'s to say. All that is learned is one source, so that whoever takes
 * a fact back takes back exactly that. Deciding twice changes nothing: the answer shows who had decided.
 */
export async function decideProposal({
  id,
  decision,
  person,
  store,
  snapshot,
  clock,
}: {
  readonly id: string;
  readonly decision: "approve" | "reject";
  readonly person: Person;
  readonly store: GraphStore;
  readonly snapshot: Snapshot;
  readonly clock: Clock;
}): Promise<DecisionOutcome> {
  // Whoever may not read is not even told whether there is such a proposal.
  const proposal = mayRead(person) ? await store.proposal(id) : undefined;
  if (!proposal && mayRead(person)) return { kind: "unknown" };
  if (!proposal || !mayDecide(person, proposal, snapshot)) {
    return { kind: "not-allowed", why: whoMay(person, proposal, snapshot) };
  }
  const at = clock.now();
  const decided = await store.decideProposal(id, {
    state: decision === "approve" ? "approved" : "rejected",
    by: person.id,
    byName: person.name,
    at,
    saying: decision === "approve" ? sayingOf(proposal, person, at) : undefined,
  });
  return { kind: "decided", ...decided };
}

function sayingOf(proposal: Proposal, { id: approver }: Person, at: number): Saying {
  const { quote, author, incidentId, proposer } = proposal;
  const learned = {
    quote,
    author,
    proposalId: proposal.id,
    ...(incidentId === undefined ? {} : { incidentId }),
    proposer,
    approver,
  };
  const common = {
    confidence: APPROVED_CONFIDENCE,
    evidence: [proposal.link ?? `said by ${author}`],
    learned,
  };
  const ends = [proposal.consumer, proposal.provider].flatMap((end) => newComponent(end, common));
  return {
    source: LEARNED,
    at,
    claims: [...ends, { ...common, fact: factOf(proposal) }],
    complete: false,
    actor: `person:${approver}`,
  };
}

function newComponent({ id, isNew }: ProposedEnd, common: Omit<Claim, "fact">): Claim[] {
  if (!isNew) return [];
  const aliases = id.endsWith(`/${isNew.name.toLowerCase()}`) ? [] : [isNew.name];
  const component = { id, kind: isNew.kind, aliases, pagerdutyServiceIds: [] };
  return [{ ...common, fact: { type: "component", component } }];
}

/** A removal says nothing of the coupling: people rarely know under which name the map has it. */
function factOf({ change, consumer, provider, coupling, strength }: Proposal): Claim["fact"] {
  const ends = { consumer: consumer.id, provider: provider.id };
  if (change === "remove") return { type: "no-dependency", ...ends };
  return {
    type: "dependency",
    dependency: { ...ends, coupling, ...(strength ? { strength } : {}) },
  };
}

import { mayDecide, whoMay } from "../../analysis/may-decide.ts";
import { resolveName } from "../../analysis/resolve-name.ts";
import { Coupling, Strength } from "../../model/dependency.ts";
import { DepmapError } from "../../model/errors.ts";
import { mayRead, type Person } from "../../model/person.ts";
import type { Proposal, ProposedEnd } from "../../model/proposal.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import { mapSays } from "./map-says.ts";

/** What came of an edit. */
export type EditOutcome =
  | { readonly kind: "edited"; readonly proposal: Proposal }
  | { readonly kind: "refused"; readonly why: string };

/**
 * Changes the ends, the coupling or the strength of an open proposal; its sentence and author stay.
 *
 * A name must be one that the map knows, or stay as it was proposed: an edit makes no new components. Whoever edits must be
 * allowed to decide about the edge as it was and as it will be.
 */
export async function editProposal({
  id,
  fields,
  person,
  store,
  snapshot,
}: {
  readonly id: string;
  /** `consumer`, `provider`, `coupling`, `strength`, as the form has them. */
  readonly fields: Readonly<Record<string, string>>;
  readonly person: Person;
  readonly store: GraphStore;
  readonly snapshot: Snapshot;
}): Promise<EditOutcome> {
  if (!mayRead(person)) return refused(whoMay(person, undefined, snapshot));
  const proposal = await store.proposal(id);
  if (proposal?.state !== "open") return refused("It was decided already, or is gone.");
  if (!mayDecide(person, proposal, snapshot)) return refused(whoMay(person, proposal, snapshot));
  const consumer = endOf(snapshot, fields["consumer"], proposal.consumer);
  if (typeof consumer === "string") return refused(consumer);
  const provider = endOf(snapshot, fields["provider"], proposal.provider);
  if (typeof provider === "string") return refused(provider);
  if (consumer.id === provider.id) return refused("A component cannot depend on itself.");
  const after = { consumer, provider };
  if (!mayDecide(person, after, snapshot)) return refused(whoMay(person, after, snapshot));
  const coupling = Coupling.safeParse(fields["coupling"] ?? proposal.coupling);
  if (!coupling.success) return refused(`There is no coupling “${fields["coupling"]}”.`);
  const strength = Strength.safeParse(fields["strength"]);
  const { strength: before, ...rest } = proposal;
  const kept = strength.success
    ? strength.data
    : fields["strength"] === undefined
      ? before
      : undefined;
  const edge = {
    change: proposal.change,
    consumer: consumer.id,
    provider: provider.id,
    coupling: coupling.data,
  };
  const edited: Proposal = {
    ...rest,
    consumer,
    provider,
    coupling: coupling.data,
    ...(kept ? { strength: kept } : {}),
    remarks: [...(await mapSays({ snapshot, store }, edge, id)), `Edited by ${person.name}.`],
  };
  try {
    await store.reviseProposal(edited);
  } catch (fault) {
    if (!(fault instanceof DepmapError) || fault.code !== "bad-input") throw fault;
    return refused("Somebody has decided it meanwhile.");
  }
  return { kind: "edited", proposal: edited };
}

function endOf(
  snapshot: Snapshot,
  asked: string | undefined,
  before: ProposedEnd,
): ProposedEnd | string {
  if (asked === undefined || asked === before.id || asked === before.isNew?.name) return before;
  const found = resolveName(snapshot, asked);
  if (found.kind === "known") return { id: found.component.id };
  const [what, near] =
    found.kind === "ambiguous"
      ? [`“${asked}” names several components`, found.candidates]
      : [`The map knows no “${asked}”`, found.similar];
  const names = near.slice(0, 3).map(({ id }) => id);
  return names.length > 0 ? `${what}; near it: ${names.join(", ")}.` : `${what}.`;
}

function refused(why: string): EditOutcome {
  return { kind: "refused", why };
}

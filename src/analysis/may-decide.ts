import type { Fact } from "../model/assertion.ts";
import type { ComponentId } from "../model/component.ts";
import { mayApprove, mayRead, type Person } from "../model/person.ts";
import type { Proposal } from "../model/proposal.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import { owners } from "./owners.ts";
import { teamsOf } from "./teams-of.ts";

/** The two ends of what would change. */
export type Ends = Pick<Proposal, "consumer" | "provider">;

/**
 * May this person decide about a dependency between these two: approve, reject, edit, link, unlink?
 *
 * Approvers may, and members of a team that somebody calls the owner of either end. Nobody else: not guests and outsiders in
 * whatever group, and no member where nobody owns anything.
 */
export function mayDecide(person: Person, ends: Ends, snapshot: Snapshot): boolean {
  if (mayApprove(person)) return true;
  if (!mayRead(person)) return false;
  const own = teamsOf(person, snapshot);
  return owningTeams(ends, snapshot).some(({ id }) => own.has(id));
}

/** May this person write that fact by hand? What is no dependency is for approvers. */
export function maySay(person: Person, fact: Fact, snapshot: Snapshot): boolean {
  const ends = endsOf(fact);
  return ends ? mayDecide(person, ends, snapshot) : mayApprove(person);
}

/** The sentences for somebody who may not: who may. They tell guests and outsiders nothing of the map. */
export function whoMay(person: Person, ends: Ends | undefined, snapshot: Snapshot): string {
  const who = `${person.name} is ${person.role === "outsider" ? "an" : "a"} ${person.role} here`;
  if (!mayRead(person)) return `${who}; ask a member of this workspace.`;
  if (!ends) return `${who}; only approvers may.`;
  const teams = [...new Set(owningTeams(ends, snapshot).map(({ name }) => name))];
  if (teams.length === 0) return `${who}; only approvers may, for neither end has an owner.`;
  return `${who}. Approvers may, and whoever is in a chat group with the name of a team that owns an end: ${teams.join(", ")}.`;
}

/** The ends of a dependency, or of what is none; undefined for any other fact. */
export function endsOf(fact: Fact): Ends | undefined {
  if (fact.type === "dependency") return ends(fact.dependency.consumer, fact.dependency.provider);
  if (fact.type === "no-dependency") return ends(fact.consumer, fact.provider);
  return undefined;
}

function ends(consumer: ComponentId, provider: ComponentId): Ends {
  return { consumer: { id: consumer }, provider: { id: provider } };
}

function owningTeams({ consumer, provider }: Ends, snapshot: Snapshot) {
  return [consumer.id, provider.id]
    .filter((id) => snapshot.indexOf.has(id))
    .flatMap((id) => owners(snapshot, id).owners.map(({ team }) => team));
}

import { probableOrigin } from "../../analysis/probable-origin.ts";
import type { OriginAlert, OriginAnswer } from "../../analysis/origin/question.ts";
import { messageOf } from "../../model/errors.ts";
import type { Incident } from "../../model/incident.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { MappedAlert, MappedAlerts } from "./map-alerts.ts";
import { anotherStory, sameStory, type Evidence } from "./same-story.ts";

/** What is understood of one incident. */
export interface Case {
  readonly incident: Incident;
  readonly alerts: MappedAlerts;
  /** What could not be asked, in words. */
  readonly missing: readonly string[];
  /** When its own briefing was begun, if it has one; epoch milliseconds. */
  readonly briefedAt?: number | undefined;
  /** When the first of its events that nobody has handled came in. */
  readonly receivedAt?: number | undefined;
}

/** Which open incidents are told together. Kept in memory; the store's records bring it back after a start. */
export interface StoryBook {
  /**
   * Takes in an incident, new or changed, and gives the one whose briefing tells it.
   *
   * It may join another story, join two stories, or leave the one it was told with. The story keeps the briefing that
   * was begun first; without any, the incident that opened first gets it. `lead` is what the record says.
   */
  take(snapshot: Snapshot, fresh: Case, lead?: string): string;
  /** The incident whose briefing tells this one; undefined when it is in no open story. */
  leadOf(id: string): string | undefined;
  /** Everybody told by that incident's briefing, itself first, then by opening time. */
  membersOf(lead: string): readonly Case[];
  /** Notes that the lead's briefing is begun, so that a later merge keeps it. */
  briefed(lead: string, at: number): void;
  /** Notes that it has none, but a line among others: a story with a briefing keeps that when the two merge. */
  rolledUp(lead: string): void;
  /** Everything is over: forgets the story, but not before many others are over, since late events may still come. */
  close(lead: string): void;
}

/** So many stories that are over stay in the book. */
const CLOSED = 200;

/** An empty book. */
export function createStoryBook(): StoryBook {
  const cases = new Map<string, Case>();
  const leads = new Map<string, string>();
  const closed = new Set<string>();
  const evidence = new Map<string, { readonly snapshot: Snapshot; readonly shown: Evidence }>();

  const membersOf = (lead: string): Case[] =>
    [...cases.values()]
      .filter(({ incident }) => leads.get(incident.id) === lead)
      .toSorted((a, b) => Number(isLead(b, lead)) - Number(isLead(a, lead)) || byOpening(a, b));

  const evidenceOf = (snapshot: Snapshot, lead: string): Evidence => {
    const known = evidence.get(lead);
    if (known?.snapshot === snapshot) return known.shown;
    const shown = evidenceIn(snapshot, membersOf(lead));
    evidence.set(lead, { snapshot, shown });
    return shown;
  };

  const move = (id: string, lead: string): void => {
    evidence.delete(leads.get(id) ?? id);
    evidence.delete(lead);
    leads.set(id, lead);
  };

  function leaveIfAnother(snapshot: Snapshot, fresh: Case): void {
    const { id } = fresh.incident;
    const lead = leads.get(id) as string;
    if (lead === id) return;
    const others = membersOf(lead).filter(({ incident }) => incident.id !== id);
    const mine = evidenceIn(snapshot, [fresh]);
    if (anotherStory(snapshot, mine, evidenceIn(snapshot, others))) move(id, id);
  }

  function merge(one: string, other: string): string {
    const [first, second] = [cases.get(one) as Case, cases.get(other) as Case];
    const [winner, loser] = byBriefing(first, second) <= 0 ? [one, other] : [other, one];
    for (const { incident } of membersOf(loser)) move(incident.id, winner);
    return winner;
  }

  function joinOthers(snapshot: Snapshot, start: string): string {
    let lead = start;
    const others = () =>
      [...new Set(leads.values())].filter(
        (other) => other !== lead && membersOf(other).some(isOpen),
      );
    for (let again = true; again;) {
      const same = others().find((other) =>
        sameStory(snapshot, evidenceOf(snapshot, lead), evidenceOf(snapshot, other)),
      );
      again = same !== undefined;
      if (same !== undefined) lead = merge(lead, same);
    }
    return lead;
  }

  return {
    take(snapshot, fresh, recorded) {
      const { id } = fresh.incident;
      const briefedAt = fresh.briefedAt ?? cases.get(id)?.briefedAt;
      cases.set(id, { ...fresh, briefedAt });
      const told = leads.get(id) ?? (recorded && cases.has(recorded) ? leads.get(recorded) : id);
      move(id, told ?? id);
      if (!isOpen(fresh)) return leads.get(id) as string;
      leaveIfAnother(snapshot, fresh);
      const lead = leads.get(id) as string;
      return fresh.alerts.mapped.length > 0 ? joinOthers(snapshot, lead) : lead;
    },
    leadOf: (id) => leads.get(id),
    membersOf,
    briefed(lead, at) {
      const known = cases.get(lead);
      if (known) cases.set(lead, { ...known, briefedAt: known.briefedAt ?? at });
    },
    rolledUp(lead) {
      const known = cases.get(lead);
      if (known) cases.set(lead, { ...known, briefedAt: undefined });
    },
    close(lead) {
      closed.delete(lead);
      closed.add(lead);
      const [oldest] = closed;
      if (closed.size <= CLOSED || oldest === undefined) return;
      closed.delete(oldest);
      const members = membersOf(oldest);
      if (members.some(isOpen)) return;
      for (const { incident } of members) {
        cases.delete(incident.id);
        leads.delete(incident.id);
      }
      evidence.delete(oldest);
    },
  };
}

/** What these incidents show together: the open ones, or all when it is over. */
export function evidenceIn(snapshot: Snapshot, members: readonly Case[]): Evidence {
  const open = members.filter(isOpen);
  const counted = open.length > 0 ? open : members;
  const mapped = counted
    .flatMap(({ alerts }) => alerts.mapped)
    .filter(({ component }) => snapshot.indexOf.has(component));
  const alerts = mapped.map(asOriginAlert).toSorted((a, b) => a.at - b.at || byName(a, b));
  if (alerts.length === 0) {
    const because = "no alert is about a component of the map";
    return { alerts, origin: { verdict: "cannot tell", candidates: [], because } };
  }
  // No symptom is named: every alert of an incident paged, so none of them is more of a victim than another.
  return { alerts, origin: asked(() => probableOrigin(snapshot, { alerts })) };
}

/** An analysis that fails must not keep an incident from being told. */
function asked(question: () => OriginAnswer): OriginAnswer {
  try {
    return question();
  } catch (fault) {
    const because = `depmap's own analysis failed (${messageOf(fault)}); that is a bug.`;
    return { verdict: "cannot tell", candidates: [], because };
  }
}

/** Is this one not resolved yet? */
export function isOpen({ incident }: Case): boolean {
  return incident.status !== "resolved";
}

function asOriginAlert({ component, alert }: MappedAlert): OriginAlert {
  return { component, severity: alert.severity, kind: alert.kind, at: alert.at };
}

function byName(a: OriginAlert, b: OriginAlert): number {
  return a.component < b.component ? -1 : 1;
}

function isLead({ incident }: Case, lead: string): boolean {
  return incident.id === lead;
}

function byOpening(a: Case, b: Case): number {
  return a.incident.openedAt - b.incident.openedAt || (a.incident.id < b.incident.id ? -1 : 1);
}

/** Whose briefing stays when two stories become one: the one begun first, then the older incident's. */
function byBriefing(a: Case, b: Case): number {
  const begun = (one: Case) => one.briefedAt ?? Number.POSITIVE_INFINITY;
  if (begun(a) !== begun(b)) return begun(a) - begun(b);
  return byOpening(a, b);
}

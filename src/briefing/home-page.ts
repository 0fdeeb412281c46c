import type { OwnershipGaps } from "../analysis/ownership-gaps.ts";
import { nameOf, type ComponentId } from "../model/component.ts";
import { durationWords } from "../model/duration-words.ts";
import type { SourceAge } from "../model/impact.ts";
import type { IncidentRecord } from "../model/incident.ts";
import { cutText } from "../model/plain-text.ts";
import type { Proposal } from "../model/proposal.ts";
import { Reply, Tone, type Block } from "../model/reply.ts";
import { peopleAsOne } from "./people-as-one.ts";
import { proposalBlocks } from "./proposal-card.ts";
import { count, someOf, titleOf } from "./what-is-going-on.ts";

const DAY_MS = 86_400_000;
/** What each part shows at the most; the rest is counted, and a command away. */
const PROPOSALS = 4;
const SERVICES = 10;
const OPTIONS = 50;
const GAPS = 5;
const BRIEFINGS = 5;
const SOURCES = 8;
/** A source that has been silent for longer may describe an estate that is gone. */
const OLD_SOURCE_MS = 7 * DAY_MS;

/** What somebody's own page is made of. */
export interface HomeFacts {
  readonly name: string;
  /** Their teams, as people call them, and what these own, the most used first. */
  readonly teams: readonly string[];
  readonly services: readonly ComponentId[];
  readonly gaps: OwnershipGaps;
  /** Waiting proposals, oldest first: those that they may decide, and how many others there are. */
  readonly proposals?: { readonly mine: readonly Proposal[]; readonly others: number } | undefined;
  /** Stories, newest first; undefined while the store is away. */
  readonly incidents?: readonly IncidentRecord[] | undefined;
  readonly sources: readonly SourceAge[];
  readonly components: number;
  /** When the map was read, and now; epoch milliseconds. */
  readonly asOf: number;
  readonly now: number;
  readonly banner?: string | undefined;
}

/** The page that a chat keeps for each member: what is theirs, what waits for them, and how far the map can be trusted. */
export function homePage(home: HomeFacts): Reply {
  const { name, banner, asOf, now } = home;
  return Reply.parse({
    headline: `What depmap has for ${name}`,
    ...(banner === undefined ? {} : { banner }),
    blocks: [
      {
        type: "search",
        label: "What fails with …",
        action: { type: "command", line: "blast-radius" },
      },
      ...waiting(home),
      ...services(home),
      ...ownership(home),
      ...briefings(home),
      ...freshness(home),
      {
        type: "buttons",
        buttons: ["help", "review", "status", "incident", "spof"].map((line) => ({
          label: line,
          action: { type: "command", line },
        })),
      },
    ],
    footer: asOf === 0 ? [] : [`The map was read ${durationWords(now - asOf)} ago.`],
  });
}

function waiting({ proposals }: HomeFacts): Block[] {
  const title = "Proposals that wait for you";
  if (!proposals) return [section(title, "Not known: the graph store is away.")];
  const { mine, others } = proposals;
  const apart = others === 0 ? "" : ` Somebody else has to decide ${others} more.`;
  if (mine.length === 0) return [section(title, `Nothing waits for you.${apart}`)];
  const more = mine.length > PROPOSALS ? ` The oldest ${PROPOSALS} are here; review has all.` : "";
  return [
    section(title, `${mine.length} to decide.${more}${apart}`),
    // What stands on the card in small print is a click on Edit away.
    ...mine
      .slice(0, PROPOSALS)
      .flatMap((proposal) => proposalBlocks(proposal).filter(({ type }) => type !== "facts")),
  ];
}

function services({ services: mine, teams, incidents = [] }: HomeFacts): Block[] {
  const title = "My services";
  if (teams.length === 0) {
    return [section(title, "None of your chat groups has the name of a team on the map.")];
  }
  const whose = `My services (${someOf(teams, 3)})`;
  if (mine.length === 0) return [section(whose, "The map names none.")];
  const hit = hitNow(incidents);
  // What is hit comes first.
  const sorted = [...mine.filter((id) => hit.has(id)), ...mine.filter((id) => !hit.has(id))];
  const items = sorted.slice(0, SERVICES).map((id) => {
    const now = hit.get(id);
    return now
      ? { text: `${nameOf(id)}: ${now.state} in ${now.incident}`, tone: toneOf(now.state) }
      : { text: nameOf(id), tone: "neutral" as const };
  });
  const options = sorted.slice(0, OPTIONS).map((id) => ({ label: cut(nameOf(id)), value: id }));
  const action = { type: "command" as const, line: "blast-radius" };
  return [
    { type: "list", title: whose, items, more: mine.length - items.length },
    { type: "select", label: "What fails with one of mine", action, options },
  ];
}

/** What open incidents are said to hit, the newest incident's word first. */
function hitNow(incidents: readonly IncidentRecord[]) {
  const hit = new Map<ComponentId, { state: string; incident: string }>();
  for (const { incident, affected } of incidents) {
    if (incident.status === "resolved") continue;
    for (const { component, state } of affected) {
      if (!hit.has(component)) hit.set(component, { state, incident: titleOf(incident) });
    }
  }
  return hit;
}

function ownership({ gaps, services: mine, components, now }: HomeFacts): Block[] {
  const { withoutOwner, stale } = gaps;
  const title = "Owners to look after";
  if (withoutOwner.length + stale.length === 0) return [];
  const isMine = new Set(mine);
  const old = [
    ...stale.filter(({ component }) => isMine.has(component)),
    ...stale.filter(({ component }) => !isMine.has(component)),
  ].slice(0, GAPS);
  const items = [
    ...old.map(({ component, teams, lastSeen }) => ({
      text: `${nameOf(component)}: ${someOf(teams, 2)}, last confirmed ${durationWords(now - lastSeen)} ago`,
      tone: "stale" as const,
    })),
    ...withoutOwner
      .slice(0, GAPS)
      .map((id) => ({ text: `${nameOf(id)}: no owner`, tone: "neutral" as const })),
  ];
  const unconfirmed =
    stale.length > 0 ? `; the owners of ${stale.length} were last confirmed over 90 days ago` : "";
  const words = `${withoutOwner.length} of ${components} components have no owner${unconfirmed}.`;
  const more = withoutOwner.length + stale.length - items.length;
  return [section(title, words), { type: "list", items, more }];
}

function briefings({ incidents, now }: HomeFacts): Block[] {
  const title = "Last briefings";
  if (!incidents) return [section(title, "Not known: the graph store is away.")];
  const last = incidents.slice(0, BRIEFINGS);
  if (last.length === 0) return [section(title, "None yet.")];
  const items = last.map(({ incident, origin, verdict }) => {
    const cause = verdict === "ranked" && origin ? `; probably ${nameOf(origin)}` : "";
    const tone = incident.status === "resolved" ? ("ok" as const) : ("down" as const);
    const ago = durationWords(now - incident.openedAt);
    return { text: `${titleOf(incident)}: ${incident.status}, ${ago} ago${cause}`, tone };
  });
  const options = last.map(({ incident }) => ({
    label: cut(titleOf(incident)),
    value: incident.id,
  }));
  const action = { type: "command" as const, line: "incident" };
  return [
    { type: "list", title, items, more: 0 },
    { type: "select", label: "Show one", action, options },
  ];
}

function freshness({ sources, now }: HomeFacts): Block[] {
  const title = "Where the map comes from";
  if (sources.length === 0) return [section(title, "Nothing has been imported yet.")];
  const all = peopleAsOne(sources);
  const oldestFirst = all.toSorted((a, b) => a.lastSeen - b.lastSeen);
  const items = oldestFirst.slice(0, SOURCES).map(({ source, facts, lastSeen }) => {
    const isOld = now - lastSeen > OLD_SOURCE_MS;
    const text = `${source}: ${count(facts, "fact")}, last said ${durationWords(now - lastSeen)} ago`;
    return { text, tone: isOld ? ("stale" as const) : ("ok" as const) };
  });
  return [{ type: "list", title, items, more: all.length - items.length }];
}

function section(title: string, text: string): Block {
  return { type: "section", title, text };
}

function cut(label: string): string {
  return cutText(label, 75);
}

function toneOf(state: string): Tone {
  return Tone.catch("neutral").parse(state);
}

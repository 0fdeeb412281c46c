import { nameOf, type ComponentId } from "../model/component.ts";
import type { Incident, Severity } from "../model/incident.ts";
import { cutText, plainLine } from "../model/plain-text.ts";
import { BUDGET, type Block, type Reply, type Tone } from "../model/reply.ts";
import { count, severityOf, timeOfDay, titleOf, toneOf } from "./what-is-going-on.ts";

/** A story as one line among many. */
export interface RolledStory {
  /** The incident that stands for it, and how many others are told with that. */
  readonly lead: Incident;
  readonly others: number;
  /** The probable origin, unless nobody can tell, and how many components it hits. */
  readonly origin?: ComponentId | undefined;
  readonly hits: number;
  readonly isOver: boolean;
  /** Where it is told by now instead, such as `with #3 Redis is slow`. */
  readonly elsewhere?: string | undefined;
}

/**
 * So many stories fit into one roll-up with a name each. What can be chosen counts, too, in the strictest chat, and
 * signs that it escapes count several times: the lengths below leave room for that.
 */
export const MOST_ROLLED = 200;

const RANK: readonly Severity[] = ["critical", "error", "warning", "info"];
const LINE_CHARACTERS = 115;
const LISTED = 2 * BUDGET.listItems;
const SHORT_CHARACTERS = 27;
const CHOICE_CHARACTERS = 36;
const SHORT_IN_A_SECTION = 80;

/**
 * The one message for all stories that came to a channel while too much came at once, the worst first.
 *
 * Each is named: the worst with status, severity, origin and hits, the rest by number and title. The worst can be
 * chosen to see them whole. What is over sinks to the end and stays.
 */
export function rollUp(stories: readonly RolledStory[]): Reply {
  const ordered = stories.toSorted(worstFirst);
  const since = Math.min(...stories.map(({ lead }) => lead.openedAt));
  const latest = Math.max(...stories.map(({ lead }) => lead.openedAt));
  const open = stories.filter(isTold);
  const at = timeOfDay(since, latest);
  const told = `${count(stories.length, "more incident")} in this channel since ${at}`;
  return {
    headline: open.length > 0 ? `${told}, ${open.length} open` : `${told}: all over`,
    tone: open.length > 0 ? toneOf(severityIn(open)) : "ok",
    blocks: [
      {
        type: "section",
        text: "Too many at once to be told one by one: they are kept up to date in this list, the worst first. Choose one to see it, or ask depmap for “incident NUMBER”. An incident that gets a channel of its own is briefed there in full.",
      },
      ...lists(ordered.slice(0, LISTED), latest),
      ...named(ordered.slice(LISTED)),
      choice(ordered.slice(0, LISTED)),
    ],
    footer: [],
    visibility: "channel",
  };
}

/** The line under a roll-up once no more incidents come: what came of them, instead of a line for each. */
export function stormOver(stories: readonly RolledStory[], lastedMs: number): Reply {
  const over = stories.filter(({ isOver }) => isOver).length;
  const many = count(stories.length, "incident");
  const lasted = count(Math.max(1, Math.round(lastedMs / 60_000)), "minute");
  const came = `No more incidents come: ${many} in ${lasted} went into this list; over by now: ${over}.`;
  return {
    headline: cutText(came, BUDGET.headline),
    tone: "neutral",
    blocks: [
      {
        type: "section",
        text: "What changed meanwhile was not said line by line; this list and the briefings above it show how things stand now.",
      },
    ],
    footer: [],
    visibility: "channel",
  };
}

function isTold({ isOver, elsewhere }: RolledStory): boolean {
  return !isOver && elsewhere === undefined;
}

function worstFirst(a: RolledStory, b: RolledStory): number {
  return (
    Number(isTold(b)) - Number(isTold(a)) ||
    Number(a.isOver) - Number(b.isOver) ||
    rankOf(a) - rankOf(b) ||
    b.hits - a.hits ||
    a.lead.openedAt - b.lead.openedAt ||
    (a.lead.id < b.lead.id ? -1 : 1)
  );
}

function rankOf({ lead }: RolledStory): number {
  return RANK.indexOf(severityOf({ lead, others: [] }));
}

function severityIn(stories: readonly RolledStory[]): Severity {
  return RANK[Math.min(...stories.map(rankOf))] as Severity;
}

function lists(stories: readonly RolledStory[], now: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < stories.length; from += BUDGET.listItems) {
    const items = stories
      .slice(from, from + BUDGET.listItems)
      .map((story) => ({ text: lineOf(story, now), tone: toneOfStory(story) }));
    blocks.push({ type: "list", items, more: 0 });
  }
  return blocks;
}

function toneOfStory(story: RolledStory): Tone {
  if (story.isOver) return "ok";
  if (story.elsewhere !== undefined) return "neutral";
  return toneOf(severityOf({ lead: story.lead, others: [] }));
}

/** The title is cut, and not what is known: titles come from outside and may be long. */
function lineOf({ lead, others, origin, hits, isOver, elsewhere }: RolledStory, now: number) {
  const more = others > 0 ? ` (+${others})` : "";
  const cause = origin ? `origin ${cutText(nameOf(origin), 40)}, ${hits} hit` : "origin unknown";
  const known = `${lead.status} since ${timeOfDay(lead.openedAt, now)}, ${cause}`;
  const rest = isOver ? "over" : elsewhere ? `told ${cutText(elsewhere, 60)}` : known;
  const room = LINE_CHARACTERS - rest.length - more.length - 2;
  return `${cutText(plainLine(titleOf(lead)), room)}${more}: ${rest}`;
}

/** The rest by name only. */
function named(stories: readonly RolledStory[]): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < stories.length; from += SHORT_IN_A_SECTION) {
    const names = stories
      .slice(from, from + SHORT_IN_A_SECTION)
      .map(({ lead, isOver }) => shortOf(lead, isOver));
    const text = `${names.join("; ")}.`;
    blocks.push({ type: "section", ...(from === 0 ? { title: "And" } : {}), text });
  }
  return blocks;
}

function shortOf(lead: Incident, isOver: boolean): string {
  const mark = isOver ? " (over)" : "";
  return cutText(plainLine(titleOf(lead)), SHORT_CHARACTERS - mark.length) + mark;
}

function choice(stories: readonly RolledStory[]): Block {
  const options = stories.map(({ lead }) => ({
    label: cutText(plainLine(titleOf(lead)), CHOICE_CHARACTERS),
    value: lead.id,
  }));
  return {
    type: "select",
    label: "Show one",
    action: { type: "command", line: "incident" },
    options,
  };
}

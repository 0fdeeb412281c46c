import { isDeepStrictEqual } from "node:util";
import type { Story } from "../../briefing/story.ts";
import { DepmapError } from "../../model/errors.ts";
import { IncidentRecord } from "../../model/incident.ts";
import type { Chat } from "../../ports/chat.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { Journal } from "../../ports/journal.ts";
import { briefingKey } from "./briefing-key.ts";
import type { Posted } from "./post-once.ts";
import type { RolledIn } from "./storm/rolled-rows.ts";
import { isOpen, type Case } from "./story-book.ts";
import type { Term } from "./term.ts";

export interface RecordTools {
  readonly store: GraphStore;
  readonly journal: Journal;
  readonly chat: Chat;
  readonly clock: Clock;
  readonly term?: Term | undefined;
}

/** What the store has of a story's incidents, by id. */
export interface StoryRecords {
  readonly known: ReadonlyMap<string, IncidentRecord>;
  /** The store did not answer for all of them. */
  readonly isPartial: boolean;
}

/** The nearest hits are kept for the day after; a failure of everything needs no list of everything. */
const MOST_AFFECTED = 1000;

/** The records of these incidents, as far as the store answers. */
export async function recordsOf(
  store: Pick<GraphStore, "incident">,
  members: readonly Case[],
): Promise<StoryRecords> {
  const known = new Map<string, IncidentRecord>();
  let isPartial = false;
  for (const { incident } of members) {
    try {
      const record = await store.incident(incident.id);
      if (record) known.set(incident.id, record);
    } catch {
      isPartial = true;
    }
  }
  return { known, isPartial };
}

/**
 * Those that were told at least once; one that was only begun has nothing that could have changed, and neither has one
 * that had no thread of its own.
 */
export function toldBefore({ known }: StoryRecords): IncidentRecord[] {
  return [...known.values()].filter(
    ({ begun, closed, rollUp, briefingMessage, attachedTo }) =>
      (begun === undefined || closed !== undefined) &&
      (rollUp === undefined || (briefingMessage ?? attachedTo) !== undefined),
  );
}

/**
 * Lets this replica's journal know of every briefing that another one has begun: where it stands, or perhaps stands.
 *
 * Where there is one process, the journal knows it already.
 */
export async function adoptBriefings(
  { journal, chat }: Pick<RecordTools, "journal" | "chat">,
  { known }: StoryRecords,
): Promise<void> {
  for (const { incident, begun } of known.values()) {
    const key = briefingKey(incident.id);
    if (!begun || (await journal.post(key))?.state === "sent") continue;
    const { at, channel, message } = begun;
    await journal.intend({ key, subject: incident.id, chat: chat.name, channel, at });
    if (message !== undefined) await journal.sent(key, message, "");
  }
}

/**
 * Writes down for the other replicas where this briefing is about to be posted, before it is.
 *
 * A store that is away keeps nothing from being told: whoever takes over looks into the chat then. Rejects with
 * `lease-lost` when another replica has taken over already.
 */
export async function beginBriefing(
  { store, chat, clock, term }: RecordTools,
  { incident }: Case,
  { known, isPartial }: StoryRecords,
  channel: string,
  at = clock.now(),
): Promise<void> {
  if (!term || isPartial) return;
  const begun = { at, channel };
  const record = { affected: [], chat: chat.name, channel, ...known.get(incident.id) };
  // Where there is no record yet, no fence keeps out who has lost the lease: asked before and after.
  term.mayPost();
  try {
    await store.keepIncident({ ...record, incident, begun, fence: term.fence });
  } catch (fault) {
    if (fault instanceof DepmapError && fault.code === "lease-lost") throw fault;
  }
  term.mayPost();
}

/** Where and how far a story was told. */
export interface ToldAt extends Posted {
  readonly alsoIn: readonly string[];
  /** Set when it has no briefing of its own there. */
  readonly rolled: RolledIn | undefined;
  readonly held: number;
}

/** Keeps what was told: the members' records first and the lead's last. Rejects while the store is away. */
export async function keepRecords(
  { store, chat, term, journal }: RecordTools,
  { origin, blast }: Story,
  members: readonly Case[],
  { known, isPartial }: StoryRecords,
  posted: ToldAt,
  revision: number,
): Promise<void> {
  if (isPartial) {
    // What people confirmed stands in the records: none is replaced unread.
    const words = "the graph store did not say what it had kept of these incidents";
    throw new DepmapError("graph-store-away", `${words}; they are told again once it does`);
  }
  const [lead, ...others] = members as [Case, ...Case[]];
  const first = origin.verdict === "ranked" ? origin.candidates[0]?.component : undefined;
  const common = {
    chat: chat.name,
    channel: posted.channel,
    verdict: origin.verdict,
    closed: !members.some(isOpen),
    ...(first === undefined ? {} : { origin: first }),
    ...(term ? { fence: term.fence } : {}),
  };
  const affected = [
    ...blast.hits.slice(0, MOST_AFFECTED).map(({ component, state }) => ({ component, state })),
    ...blast.starved
      .slice(0, MOST_AFFECTED)
      .map(({ component }) => ({ component, state: "starved" })),
  ];
  const { channel, message, alsoIn, held, rolled } = posted;
  const begun = term && !rolled && { at: await begunAt(journal, lead), channel, message };
  const fresh: IncidentRecord[] = [
    ...others.map(({ incident }) => ({
      ...common,
      incident,
      affected: [],
      attachedTo: lead.incident.id,
    })),
    {
      ...common,
      incident: lead.incident,
      affected,
      revision,
      ...(rolled ? { rollUp: { ...rolled, message } } : { briefingMessage: message }),
      ...(held > 0 ? { held } : {}),
      ...(alsoIn.length > 0 ? { alsoIn: [...alsoIn] } : {}),
      ...(begun ? { begun } : {}),
    },
  ];
  for (const record of fresh) {
    const { id } = record.incident;
    const was = known.get(id);
    const whole = { ...staysIn(was), ...record };
    // A story of many incidents is told often, and most of them are as they were.
    if (was && isDeepStrictEqual(IncidentRecord.parse(whole), IncidentRecord.parse(was))) continue;
    // It may have been told by itself since its record was read, and people may have said something about it.
    await store.keepIncident({ ...staysIn(await store.incident(id)), ...record });
    term?.kept.add(id);
  }
}

async function begunAt(journal: Journal, { incident }: Case): Promise<number> {
  return (await journal.post(briefingKey(incident.id)))?.at ?? incident.openedAt;
}

/** What people have said about it stays, and so does where its own briefing is, copies included. */
function staysIn(
  record: IncidentRecord | undefined,
): Pick<IncidentRecord, "confirmed" | "begun" | "alsoIn" | "rollUp"> {
  return {
    ...(record?.rollUp ? { rollUp: record.rollUp } : {}),
    ...(record?.alsoIn ? { alsoIn: record.alsoIn } : {}),
    ...(record?.confirmed ? { confirmed: record.confirmed } : {}),
    ...(record?.begun ? { begun: record.begun } : {}),
  };
}

import { isDeepStrictEqual } from "node:util";
import { rollUp, type RolledStory } from "../../../briefing/roll-up.ts";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import { fitReply } from "../../../model/reply-budget.ts";
import type { Log } from "../../../ports/log.ts";
import type { Metrics } from "../../../ports/metrics.ts";
import { postOnce, type PostTools } from "../post-once.ts";
import { begunAtOf, rolledInto } from "./rolled-rows.ts";
import { rereadStory, type RereadTools } from "./rolled-story.ts";
import { createTeller } from "../story-teller.ts";

export interface SheetTools extends PostTools, Omit<RereadTools, "journal"> {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What each roll-up shows. */
export interface Sheets {
  /** Resolves when the roll-up shows this story so, with the roll-up's message. */
  show(key: string, incidentId: string, story: RolledStory): Promise<string>;
  /** Its stories in the order in which they joined. */
  storiesOf(key: string): Promise<readonly RolledStory[]>;
  /** Cuts all pauses short. */
  hurry(): void;
}

interface Sheet {
  readonly stories: Map<string, RolledStory>;
  /** Counts what was changed, and what of that the chat shows. */
  changes: number;
  shown: number;
}

/** So many roll-ups are kept in memory; more are read again, from what was kept of their stories. */
const SHEETS = 20;

/**
 * The roll-ups' messages: posted once, then edited, not more often than every `editMs`.
 *
 * A new one waits `gatherMs` for company, so that it need not be edited at once. What is in memory is only a faster way
 * to what is on disk.
 */
export function createSheets(
  tools: SheetTools,
  { editMs, gatherMs }: { readonly editMs: number; readonly gatherMs: number },
): Sheets {
  const { journal, chat, log, metrics, term } = tools;
  const sheets = new Map<string, Sheet>();
  const teller = createTeller(showNow, editMs);
  const gathering = new Set<() => void>();
  let isHurried = false;

  function sheetOf(key: string): Sheet {
    const known = sheets.get(key);
    if (known) return known;
    const [oldest] = sheets.keys();
    if (sheets.size >= SHEETS && oldest !== undefined) sheets.delete(oldest);
    const sheet = { stories: new Map<string, RolledStory>(), changes: 0, shown: -1 };
    sheets.set(key, sheet);
    return sheet;
  }

  async function storiesOf(key: string): Promise<RolledStory[]> {
    const { stories } = sheetOf(key);
    const members = await rolledInto(tools, key);
    for (const { incidentId } of members) {
      if (stories.has(incidentId)) continue;
      const story = await rereadStory(tools, incidentId);
      if (story && !stories.has(incidentId)) stories.set(incidentId, story);
    }
    return members.flatMap(({ incidentId }) => stories.get(incidentId) ?? []);
  }

  async function showNow(key: string): Promise<void> {
    const earlier = await journal.post(key);
    if (!earlier) await gather();
    const [first] = await rolledInto(tools, key);
    if (!first) return;
    const sheet = sheetOf(key);
    const mark = sheet.changes;
    try {
      const { did } = await postOnce(tools, {
        key,
        subject: key,
        reply: fitReply(rollUp(await storiesOf(key))),
        place: () => Promise.resolve({ channel: first.channel }),
        perhapsSince: term && begunAtOf(key),
      });
      if (did === "edited") metrics.count("briefing_edits", { chat: chat.name });
      else if (did !== "nothing") metrics.count("briefings_posted", { chat: chat.name });
    } catch (fault) {
      const isGone = fault instanceof DepmapError && fault.code === "bad-input";
      if (!isGone || earlier?.message === undefined) throw fault;
      // Somebody deleted it. That was a person's will: it is not posted again.
      log.warn({ rollUp: key, why: messageOf(fault) }, "a roll-up is gone from the chat");
    }
    sheet.shown = mark;
  }

  async function gather(): Promise<void> {
    if (isHurried) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        gathering.delete(end);
        resolve();
      };
      const timer = setTimeout(end, gatherMs);
      gathering.add(end);
    });
  }

  return {
    async show(key, incidentId, story) {
      const sheet = sheetOf(key);
      if (!isDeepStrictEqual(sheet.stories.get(incidentId), story)) {
        sheet.stories.set(incidentId, story);
        sheet.changes += 1;
      }
      if (sheet.shown !== sheet.changes) await teller.tell(key);
      const message = (await journal.post(key))?.message;
      if (message !== undefined) return message;
      throw new DepmapError("chat-away", `${key} is not in the chat yet; it is tried again`);
    },
    storiesOf,
    hurry() {
      isHurried = true;
      teller.hurry();
      for (const end of gathering) end();
    },
  };
}

import { messageOf } from "../../model/errors.ts";
import { createRetries, type RetrySettings } from "./retries.ts";
import type { StormSettings } from "./storm/channel-load.ts";
import { createRollUps } from "./storm/roll-ups.ts";
import { createStoryBook, type Case } from "./story-book.ts";
import { createTeller } from "./story-teller.ts";
import { tellStory, type TellTools } from "./tell-story.ts";
import { notAsTold, openStories, withLeads } from "./open-stories.ts";
import { holdsLease, isStoreAway } from "./term.ts";
import {
  understandIncident,
  type Understood,
  type UnderstandTools,
} from "./understand-incident.ts";

/** How the worker behaves; the defaults are for production. */
export interface WorkerSettings extends RetrySettings {
  /** The shortest time between two edits of one message. */
  readonly editIntervalMs?: number;
  /** When stories are put together because too many come at once, as far as it differs. */
  readonly storm?: Partial<StormSettings>;
}

/** Turns what the journal holds into briefings. */
export interface IncidentWorker {
  /** Something may have come in. Returns at once; also the way to start after a boot. */
  wake(): void;
  /** Looks at these incidents again although no event came: their alerts may have changed. */
  revisit(incidentIds: readonly string[]): void;
  /** Resolves when nothing is in hand; what waits for its next attempt after a failure does not count. */
  idle(): Promise<void>;
  /** Finishes what is in hand and takes up nothing more. */
  stop(): Promise<void>;
}

/** Few enough that something is told soon, and enough that a storm becomes one story. */
const BATCH = 50;
const REMEMBERED = 500;
const THE_JOURNAL = "the journal";
/**
 * The worker that takes up incidents, not events: each is rebuilt from all that is known of it.
 *
 * All that waits is understood before anything is told, so that a storm becomes one story. Events count as handled
 * once the chat shows them; whatever is cut short before that is simply done again. There is no recovery code.
 */
export function createIncidentWorker(
  given: UnderstandTools & Omit<TellTools, "rollUps">,
  settings: WorkerSettings = {},
): IncidentWorker {
  const { journal, store, snapshots, log, metrics } = given;
  const { editIntervalMs = 1000, storm = {} } = settings;
  const rollUps = createRollUps(given, storm, (lead) => revisit([lead]));
  const tools = { ...given, rollUps };
  const book = createStoryBook();
  const teller = createTeller(async (lead) => {
    const left = await tellStory(tools, book, teller, lead);
    // What this telling still did for them may have come after what their own one did.
    if (left.length > 0) revisit(left);
  }, editIntervalMs);
  const inHand = new Set<string>();
  const asked = new Set<string>();
  const retries = createRetries(settings, { log, metrics }, (subject) => {
    if (subject !== THE_JOURNAL) asked.add(subject);
    wake();
  });
  const finishing = new Set<Promise<void>>();
  let stopped = false;
  let again = false;
  let isOpen = false;
  let looking: Promise<void> | undefined;

  function wake(): void {
    if (stopped) return;
    again = true;
    looking ??= look().finally(() => {
      looking = undefined;
      if (again) wake();
    });
  }

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      try {
        await openBook();
        await takeUp(await nextSubjects());
      } catch (fault) {
        retries.failed(THE_JOURNAL, fault);
      }
    }
  }

  /** The stories that were open when the last process ended, as the records have them: nobody is asked. */
  async function openBook(): Promise<void> {
    if (isOpen) return;
    try {
      const records = await withLeads(store, await store.incidents({ limit: REMEMBERED }));
      const stories = (await openStories(tools, records)).toSorted(leadsFirst);
      for (const { seen } of stories) {
        if (seen.told) book.take(snapshots.current(), seen.told, seen.lead);
      }
      for (const id of notAsTold(book, stories)) asked.add(id);
      await rollUps.resume(records);
      isOpen = true;
    } catch (fault) {
      // Who holds the lease has a store: it is asked again before anything is told that others have told of.
      if (holdsLease(given.term) && isStoreAway(fault)) throw fault;
      log.warn(
        { why: messageOf(fault) },
        "cannot read which incidents were open; going on without",
      );
    }
  }

  async function nextSubjects(): Promise<string[]> {
    const heldBack = inHand.size + retries.held();
    const unhandled = await journal.unhandledSubjects(BATCH + heldBack);
    const free = [...unhandled, ...asked].filter((id) => !inHand.has(id) && !retries.isHeld(id));
    const subjects = [...new Set(free)].slice(0, BATCH);
    again ||= subjects.length === BATCH;
    return subjects;
  }

  async function takeUp(subjects: readonly string[]): Promise<void> {
    const evenIfTold = new Set(subjects.filter((subject) => asked.delete(subject)));
    for (const subject of subjects) inHand.add(subject);
    const understood: { subject: string; seen: Understood }[] = [];
    const understand = async (subject: string): Promise<void> => {
      try {
        const seen = await understandIncident(tools, subject, evenIfTold.has(subject));
        understood.push({ subject, seen });
      } catch (fault) {
        setDown(subject, fault);
      }
    };
    // All at once: while PagerDuty hangs, the whole batch waits as long as one incident.
    await Promise.all(subjects.map(understand));
    const left = new Map<string, string>();
    for (const { subject, seen } of understood.toSorted(leadsFirst)) {
      try {
        const before = book.leadOf(subject) ?? seen.lead;
        if (seen.told) book.take(snapshots.current(), seen.told, seen.lead);
        if (before !== undefined && before !== book.leadOf(subject)) left.set(subject, before);
      } catch (fault) {
        setDown(subject, fault);
      }
    }
    for (const { subject, seen } of understood.filter(({ subject: id }) => inHand.has(id))) {
      const told = finish(subject, seen, left.get(subject));
      const finished = told.finally(() => finishing.delete(finished));
      finishing.add(finished);
    }
  }

  /** `left` is the story that the incident was told with until now: it has to be told without it, perhaps to its end. */
  async function finish(
    subject: string,
    { events, told, again: askAgain }: Understood,
    left: string | undefined,
  ): Promise<void> {
    try {
      if (left !== undefined) await teller.tell(left);
      let lead = told && book.leadOf(subject);
      for (let last: string | undefined; lead !== undefined && lead !== last;) {
        await teller.tell(lead);
        last = lead;
        lead = book.leadOf(subject);
      }
      await journal.handled(events);
      inHand.delete(subject);
      if (askAgain) retries.askLater(subject);
      else retries.worked(subject);
    } catch (fault) {
      setDown(subject, fault);
      if (left !== undefined) asked.add(left);
    }
    wake();
  }

  function setDown(subject: string, fault: unknown): void {
    inHand.delete(subject);
    retries.failed(subject, fault);
  }

  function revisit(incidentIds: readonly string[]): void {
    for (const id of incidentIds) asked.add(id);
    wake();
  }

  async function idle(): Promise<void> {
    while (looking || finishing.size > 0) await Promise.allSettled([looking, ...finishing]);
    await rollUps.idle();
  }

  return {
    wake,
    revisit,
    idle,
    async stop() {
      stopped = true;
      retries.stop();
      teller.hurry();
      rollUps.stop();
      await idle();
    },
  };
}

/** Incidents whose record names no other come first, then by opening time: a story's lead before its members. */
function leadsFirst(a: { seen: Understood }, b: { seen: Understood }): number {
  const openedAt = (told: Case | undefined) => told?.incident.openedAt ?? 0;
  const attached = ({ seen }: { seen: Understood }) => Number(seen.lead !== undefined);
  return attached(a) - attached(b) || openedAt(a.seen.told) - openedAt(b.seen.told);
}

import { messageOf } from "../../model/errors.ts";
import type { Journal, ReceivedEvent } from "../../ports/journal.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { SharedInbox } from "../../ports/shared-inbox.ts";

/** Brings events from the replicas that received them to the one that tells. */
export interface Relay {
  /** Something came in. Returns at once. */
  wake(): void;
  /** Hands on all that comes in; what the shared inbox has is done with here. */
  follow(): void;
  /**
   * Shares what comes in, and takes in what the others shared; `onTaken` hears of it. Events that are handled in the
   * journal that this gives are settled for everybody.
   */
  lead(onTaken: () => void): Journal;
  /** Leaves everything where it is. */
  rest(): void;
  /** Does at once what is left to do, once. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface RelaySettings {
  /** How often a leader looks into the shared inbox. */
  readonly everyMs?: number;
}

/** So many events at once: a body can be long, and the store has to answer in time. */
const BATCH = 50;
/** A follower is woken by what it receives; this is for what an earlier life left. */
const FOLLOWER_PAUSE = 8;

/**
 * The relay between this replica's journal and the shared inbox.
 *
 * Nothing is lost, because an event is struck off in one place only once it is in the next: off a follower's journal
 * when the shared inbox has it, off the shared inbox when the leader has told of it. Whatever is cut short between
 * two steps is done again, and telling again what stands in the chat says nothing.
 */
export function createRelay(
  {
    journal,
    inbox,
    log,
    metrics,
  }: {
    readonly journal: Journal;
    readonly inbox: SharedInbox;
    readonly log: Log;
    readonly metrics: Metrics;
  },
  { everyMs = 250 }: RelaySettings = {},
): Relay {
  let role: "leading" | "following" | "resting" = "resting";
  let taken: () => void = () => {};
  /** Ids that are in the shared inbox as far as this leader knows, and not settled there. */
  let shared = new Set<string>();
  const done = new Set<string>();
  let isChoosing = false;
  let isStopped = false;
  let isFailing = false;
  let again = false;
  let round: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** While the store is away, what comes in waits for the next attempt. */
  function wake(): void {
    if (!isFailing) wakeNow();
  }

  function wakeNow(): void {
    if (isStopped || role === "resting") return;
    again = true;
    clearTimeout(timer);
    round ??= rounds().finally(() => {
      round = undefined;
      const pauseMs = everyMs * (role === "leading" && !isFailing ? 1 : FOLLOWER_PAUSE);
      if (!isStopped) timer = setTimeout(wakeNow, pauseMs).unref();
    });
  }

  async function rounds(): Promise<void> {
    while (again && !isStopped) {
      again = false;
      try {
        if (role === "leading") await leadersRound();
        if (role === "following") await followersRound();
        isFailing = false;
      } catch (fault) {
        metrics.count("faults", { where: "relay" });
        if (!isFailing) log.warn({ why: messageOf(fault) }, "events cannot be shared; tried again");
        isFailing = true;
        return;
      }
    }
  }

  async function followersRound(): Promise<void> {
    const mine = await journal.unhandled(BATCH);
    if (mine.length === 0) return;
    await inbox.put(mine);
    // Whoever became the leader meanwhile tells of them by itself.
    if (role === "following") await journal.handled(mine);
    again ||= mine.length === BATCH;
  }

  /** First in, then out, then what the others have: so nothing goes in after it was settled. */
  async function leadersRound(): Promise<void> {
    const known = shared;
    isChoosing = true;
    const unhandled = await journal.unhandled(known.size + BATCH);
    const mine = unhandled.filter(({ id }) => !known.has(id)).slice(0, BATCH);
    // Noted before they are in: one that is handled on its way has to be settled too.
    for (const { id } of mine) known.add(id);
    isChoosing = false;
    if (mine.length > 0) await share(mine, known);

    const settled = [...done].slice(0, BATCH);
    if (settled.length > 0) await inbox.settle(settled);
    for (const id of settled) {
      done.delete(id);
      known.delete(id);
    }

    const waiting = await inbox.waiting(known.size + BATCH);
    const fresh = waiting.filter(({ id }) => !known.has(id)).slice(0, BATCH);
    if (role !== "leading" || known !== shared) return;
    if (fresh.length > 0) {
      await journal.receiveAgain(fresh);
      for (const { id } of fresh) known.add(id);
      taken();
    }
    again ||= mine.length === BATCH || fresh.length === BATCH || done.size > 0;
  }

  async function share(events: readonly ReceivedEvent[], known: Set<string>): Promise<void> {
    try {
      await inbox.put(events);
    } catch (fault) {
      for (const { id } of events) known.delete(id);
      throw fault;
    }
  }

  function become(next: typeof role): void {
    role = next;
    shared = new Set();
    done.clear();
    wakeNow();
  }

  return {
    wake,
    follow: () => become("following"),
    lead(onTaken) {
      taken = onTaken;
      become("leading");
      const mine = shared;
      return {
        ...journal,
        async handled(events) {
          await journal.handled(events);
          if (mine !== shared) return;
          for (const { id } of events) if (isChoosing || mine.has(id)) done.add(id);
          if (done.size > 0) wake();
        },
      };
    },
    rest: () => become("resting"),
    async flush() {
      await round;
      wakeNow();
      await round;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

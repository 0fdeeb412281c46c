import { setTimeout as wait } from "node:timers/promises";
import type { ReceiverEvent } from "@slack/bolt";
import { z } from "zod";
import { DepmapError, messageOf } from "../../../../model/errors.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { Log } from "../../../../ports/log.ts";
import type { Metrics } from "../../../../ports/metrics.ts";
import type { RequestBox } from "../../../../ports/request-box.ts";
import { apologyFor } from "./apology.ts";
import { requestIdOf } from "./request-id.ts";

/** Between one attempt at answering and the next; as many attempts as there are pauses, and one more. */
const PAUSES_MS: readonly number[] = [1000, 5000, 30_000, 120_000];
/** Begun so often over all restarts, a request is what kills us. Ordinary restarts do not come so close together. */
const MOST_ATTEMPTS = 12;
/** How long a journal that is away is left alone before what was answered is noted again. */
const JOURNAL_PAUSE_MS = 1000;

const Suggestion = z.object({ type: z.literal("block_suggestion") });
const RateLimited = z.object({ type: z.literal("app_rate_limited") });
const Envelope = z.object({ envelope: z.string() });

export interface IntakeTools {
  readonly requests: RequestBox;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  ackFor(body: unknown): unknown;
  isForUs(body: unknown): boolean;
  /** Bolt's own: calls the listeners, and rejects when one of them does. */
  readonly process: (event: ReceiverEvent) => Promise<void>;
  readonly pausesMs?: readonly number[] | undefined;
}

/** Between Bolt's receivers and its listeners. */
export interface RequestIntake {
  /** Keeps, acknowledges, and has it answered. Rejects, unacknowledged, what cannot be kept. */
  take(event: ReceiverEvent): Promise<void>;
  /** Takes up what an earlier process left unanswered. */
  resume(): Promise<void>;
  idle(): Promise<void>;
  /** Begins nothing any more, and waits for what has begun; what waits for another attempt stays in the box. */
  stop(): Promise<void>;
}

/** What is acknowledged is on disk first, and handed to the listeners after, once for every id. */
export function createRequestIntake(tools: IntakeTools): RequestIntake {
  const { requests, log, metrics, process, pausesMs = PAUSES_MS } = tools;
  const stopping = new AbortController();
  const inHand = new Map<string, Promise<void>>();

  function hand(id: string, body: object): Promise<void> {
    const done = answer(id, body)
      .catch((fault: unknown) =>
        log.error({ fault, id }, "a Slack request stays unanswered for now"),
      )
      .finally(() => inHand.delete(id));
    inHand.set(id, done);
    return done;
  }

  async function answer(id: string, body: object): Promise<void> {
    for (const pauseMs of [...pausesMs, undefined]) {
      if (stopping.signal.aborted) return;
      const attempt = await patiently(() => requests.begin(id));
      if (attempt === 0) return;
      if (attempt > MOST_ATTEMPTS) return giveUp(id, "it was begun too often, and never ended");
      try {
        await process({ body, ack: () => Promise.resolve() });
        return await patiently(() => requests.answered(id));
      } catch (fault) {
        if (isUninstalled(fault)) return giveUp(id, messageOf(fault));
        log.warn({ fault, id, attempt }, "answering a Slack request failed");
        if (pauseMs === undefined) return giveUp(id, messageOf(fault));
        await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  async function giveUp(id: string, why: string): Promise<void> {
    log.error({ id, why }, "a Slack request is set aside unanswered; whoever asked must ask again");
    metrics.count("faults", { where: "slack request set aside" });
    await patiently(() => requests.answered(id));
  }

  /** Until the journal is back: what was done must not be done again. */
  async function patiently<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await work();
      } catch (fault) {
        if (stopping.signal.aborted) throw fault;
        metrics.count("faults", { where: "slack request" });
        await wait(JOURNAL_PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  /** A receiver that has lost its line meanwhile: what Slack delivers again is known then. */
  async function acknowledge(event: ReceiverEvent): Promise<void> {
    try {
      const words = tools.ackFor(event.body);
      await (words === undefined ? event.ack() : event.ack(words as object));
    } catch (fault) {
      log.info({ why: messageOf(fault) }, "a Slack request was kept, but not acknowledged");
    }
  }

  async function keep(id: string, event: ReceiverEvent): Promise<"new" | "known" | "refused"> {
    const receivedAt = tools.clock.now();
    try {
      return await requests.keep({
        id,
        chat: "slack",
        body: JSON.stringify(event.body),
        receivedAt,
      });
    } catch (fault) {
      log.error({ fault }, "a Slack request could not be kept");
      metrics.count("faults", { where: "slack request" });
      const apology = apologyFor(event.body);
      if (apology === undefined) throw fault;
      await event.ack(apology);
      return "refused";
    }
  }

  return {
    async take(event) {
      const { body, ack, customProperties } = event;
      if (stopping.signal.aborted) throw new DepmapError("cannot-answer", "depmap is stopping");
      if (Suggestion.safeParse(body).success) return process(event);
      if (RateLimited.safeParse(body).success) {
        log.error({}, "Slack delivers too many events and holds some back; subscribe to fewer");
        metrics.count("faults", { where: "slack rate limit" });
        return ack();
      }
      if (typeof body !== "object" || body === null || !tools.isForUs(body)) return ack();
      const id = requestIdOf(body, Envelope.safeParse(customProperties).data?.envelope);
      const kept = await keep(id, event);
      if (kept === "refused") return;
      await acknowledge(event);
      if (kept === "new") void hand(id, body);
    },
    async resume() {
      const waiting = (await requests.unanswered("slack")).filter(({ id }) => !inHand.has(id));
      if (waiting.length > 0) log.info({ count: waiting.length }, "Slack requests were left over");
      for (const { id, body } of waiting) void hand(id, JSON.parse(body) as object);
    },
    async idle() {
      while (inHand.size > 0) await Promise.all(inHand.values());
    },
    async stop() {
      stopping.abort();
      await Promise.all(inHand.values());
    },
  };
}

/** depmap has been removed from that workspace: there is nobody to answer. */
function isUninstalled(fault: unknown): boolean {
  for (let at: unknown = fault; at instanceof Error; at = at.cause ?? originalOf(at)) {
    if (at instanceof DepmapError && at.code === "not-allowed") return true;
  }
  return false;
}

/** Where Bolt's errors keep theirs. */
function originalOf(fault: Error): unknown {
  return "original" in fault ? fault.original : undefined;
}

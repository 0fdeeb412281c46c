import { setTimeout as wait } from "node:timers/promises";
import type { ReceiverEvent } from "@slack/bolt";
import { z } from "zod";
import { DepmapError, messageOf } from "../../../../model/errors.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { Log } from "../../../../ports/log.ts";
import type { Metrics } from "../../../../ports/metrics.ts";
import type { KeptRequest, RequestBox } from "../../../../ports/request-box.ts";
import { apologyFor } from "./apology.ts";
import { requestIdOf } from "./request-id.ts";

/** Between one attempt at answering and the next; as many attempts as there are pauses, and one more. */
const PAUSES_MS: readonly number[] = [1000, 5000, 30_000, 120_000];
/** Begun so often and never ended, a request waits before it is begun again: it may be what kills us. */
const SUSPICIOUS = 3;
/** Then it is what kills us. */
const MOST_ATTEMPTS = 8;
/** How long a journal that is away is left alone before what was answered is noted again. */
const JOURNAL_PAUSE_MS = 1000;

const Suggestion = z.object({ type: z.literal("block_suggestion") });
const RateLimited = z.object({ type: z.literal("app_rate_limited") });
const Body = z.record(z.string(), z.unknown());
const Envelope = z.object({ envelope: z.string() });

export interface IntakeTools {
  readonly requests: RequestBox;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  ackFor(body: unknown): unknown;
  isForUs(body: unknown): boolean;
  keptForm?(body: unknown): unknown;
  /** Bolt's own: calls the listeners, and rejects when one of them does. */
  readonly process: (event: ReceiverEvent) => Promise<void>;
  readonly pausesMs?: readonly number[] | undefined;
}

/** Between Bolt's receivers and its listeners. */
export interface RequestIntake {
  /** Keeps, acknowledges, and has it answered. Rejects, unacknowledged, what cannot be kept. */
  take(event: ReceiverEvent): Promise<void>;
  /** Takes up what an earlier process left unanswered. */
  resume(): void;
  idle(): Promise<void>;
  /** Begins nothing any more, and waits for what has begun; what waits for another attempt stays in the box. */
  stop(): Promise<void>;
}

/** What is acknowledged is on disk first, and handed to the listeners after, once for every id. */
export function createRequestIntake(tools: IntakeTools): RequestIntake {
  const { requests, log, metrics, process, pausesMs = PAUSES_MS } = tools;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let leftOver: Promise<readonly KeptRequest[]> | undefined;

  /** Until it has ended, `idle` and `stop` wait for it. */
  function follow(work: Promise<void>): void {
    const done = work
      .catch((fault: unknown) => log.error({ fault }, "Slack requests stay unanswered for now"))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  /** Read before anything is kept, so that what is new is not among it. */
  function whatWasLeft(): Promise<readonly KeptRequest[]> {
    leftOver ??= requests.unanswered("slack").catch((fault: unknown) => {
      leftOver = undefined;
      throw fault;
    });
    return leftOver;
  }

  async function answer(id: string, text: string): Promise<void> {
    for (const pauseMs of [...pausesMs, undefined]) {
      if (stopping.signal.aborted) return;
      const attempt = await patiently(() => requests.begin(id));
      if (attempt === 0) return;
      if (attempt > MOST_ATTEMPTS) return giveUp(id, "it was begun too often, and never ended");
      const fault = await faultOf(process, text);
      if (fault === undefined) return patiently(() => requests.answered(id));
      if (isUninstalled(fault)) return giveUp(id, messageOf(fault));
      log.warn({ fault, id, attempt }, "answering a Slack request failed");
      if (pauseMs === undefined) return giveUp(id, messageOf(fault));
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  /** Killed now and then is nobody's fault; what kills every time must leave room for everything else. */
  async function answerAgain({ id, body, attempts }: KeptRequest): Promise<void> {
    const pauseMs =
      attempts < SUSPICIOUS ? 0 : (pausesMs[attempts - SUSPICIOUS] ?? pausesMs.at(-1));
    if (pauseMs) await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    await answer(id, body);
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

  async function keep(
    id: string,
    event: ReceiverEvent,
    text: string,
  ): Promise<"new" | "known" | "refused"> {
    const receivedAt = tools.clock.now();
    try {
      await whatWasLeft();
      return await requests.keep({ id, chat: "slack", body: text, receivedAt });
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
      const text = JSON.stringify(tools.keptForm?.(body) ?? body);
      const kept = await keep(id, event, text);
      if (kept === "refused") return;
      await acknowledge(event);
      // From the text, so that a restart would change nothing.
      if (kept === "new") follow(answer(id, text));
    },
    resume() {
      follow(
        patiently(whatWasLeft).then((left) => {
          if (left.length > 0) log.info({ count: left.length }, "Slack requests were left over");
          for (const request of left) follow(answerAgain(request));
        }),
      );
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

/** What a listener threw, or nothing. */
async function faultOf(process: IntakeTools["process"], text: string): Promise<unknown> {
  try {
    await process({ body: Body.parse(JSON.parse(text)), ack: () => Promise.resolve() });
    return undefined;
  } catch (fault) {
    return fault ?? new Error("a listener threw nothing");
  }
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

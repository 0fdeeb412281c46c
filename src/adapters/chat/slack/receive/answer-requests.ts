import { setTimeout as wait } from "node:timers/promises";
import type { ReceiverEvent } from "@slack/bolt";
import { z } from "zod";
import { DepmapError, messageOf } from "../../../../model/errors.ts";
import type { Log } from "../../../../ports/log.ts";
import type { Metrics } from "../../../../ports/metrics.ts";
import type { KeptRequest, RequestBox } from "../../../../ports/request-box.ts";

/** Between one attempt at answering and the next; as many attempts as there are pauses, and one more. */
const PAUSES_MS: readonly number[] = [1000, 5000, 30_000, 120_000];
/** Begun so often and never ended, a request waits before it is begun again: it may be what kills us. */
const SUSPICIOUS = 3;
/** Then it is what kills us. */
const MOST_ATTEMPTS = 8;
/** How long a journal that is away is left alone. */
const JOURNAL_PAUSE_MS = 1000;
/** How long a listener that is at it may take when we stop; the request is taken up at the next start. */
const FAREWELL_MS = 10_000;

const Body = z.record(z.string(), z.unknown());

export interface AnsweringTools {
  readonly requests: RequestBox;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Bolt's own: calls the listeners, and rejects when one of them does. */
  readonly process: (event: ReceiverEvent) => Promise<void>;
  readonly pausesMs?: readonly number[] | undefined;
}

/** Has what is kept answered by Bolt's listeners. */
export interface Answering {
  answer(id: string, text: string): Promise<void>;
  /** The same for what an earlier process has begun, perhaps. */
  answerAgain(request: KeptRequest): Promise<void>;
  /** Tries until the journal is back. */
  patiently<Answer>(work: () => Promise<Answer>): Promise<Answer>;
  /** Until it has ended, `idle` and `stop` wait for it. */
  follow(work: Promise<void>): void;
  isStopping(): boolean;
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** One request at a time has its own attempts: none waits for another. */
export function createAnswering(tools: AnsweringTools): Answering {
  const { requests, log, metrics, process, pausesMs = PAUSES_MS } = tools;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();

  function follow(work: Promise<void>): void {
    const done = work
      .catch((fault: unknown) => log.error({ fault }, "Slack requests stay unanswered for now"))
      .finally(() => underWay.delete(done));
    underWay.add(done);
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

  /** What was done must not be done again because it could not be noted. */
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

  return {
    answer,
    answerAgain,
    patiently,
    follow,
    isStopping: () => stopping.signal.aborted,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async stop() {
      stopping.abort();
      await Promise.race([Promise.all(underWay), wait(FAREWELL_MS, undefined, { ref: false })]);
    },
  };
}

/** What a listener threw, or nothing. */
async function faultOf(process: AnsweringTools["process"], text: string): Promise<unknown> {
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

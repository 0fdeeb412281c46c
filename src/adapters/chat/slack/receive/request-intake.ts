import type { ReceiverEvent } from "@slack/bolt";
import { z } from "zod";
import { DepmapError, messageOf } from "../../../../model/errors.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { KeptRequest } from "../../../../ports/request-box.ts";
import { createAnswering, type AnsweringTools } from "./answer-requests.ts";
import { apologyFor } from "./apology.ts";
import { requestIdOf } from "./request-id.ts";

/** Slack waits three seconds for an acknowledgement. */
const KEEP_MS = 2300;

const Suggestion = z.object({ type: z.literal("block_suggestion") });
const RateLimited = z.object({ type: z.literal("app_rate_limited") });
const Envelope = z.object({ envelope: z.string() });

export interface IntakeTools extends AnsweringTools {
  readonly clock: Clock;
  ackFor(body: unknown): unknown;
  isForUs(body: unknown): boolean;
  keptForm?(body: unknown): unknown;
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
  const { requests } = tools;
  const answering = createAnswering(tools);
  let leftOver: Promise<readonly KeptRequest[]> | undefined;

  /** Read before anything is kept, so that what is new is not among it. */
  function whatWasLeft(): Promise<readonly KeptRequest[]> {
    leftOver ??= requests.unanswered("slack").catch((fault: unknown) => {
      leftOver = undefined;
      throw fault;
    });
    return leftOver;
  }

  /** A receiver that has lost its line meanwhile: what Slack delivers again is known then. */
  async function acknowledge(event: ReceiverEvent): Promise<void> {
    try {
      const words = tools.ackFor(event.body);
      await (words === undefined ? event.ack() : event.ack(words as object));
    } catch (fault) {
      tools.log.info({ why: messageOf(fault) }, "a Slack request was kept, but not acknowledged");
    }
  }

  async function keep(id: string, text: string): Promise<"new" | "known"> {
    await whatWasLeft();
    return requests.keep({ id, chat: "slack", body: text, receivedAt: tools.clock.now() });
  }

  /** Turns a request down that is not on disk in time. It may get there later all the same. */
  async function turnDown(
    id: string,
    text: string,
    event: ReceiverEvent,
    keeping: Promise<"new" | "known">,
  ) {
    const apology = apologyFor(event.body);
    const settle = apology ? () => requests.answered(id) : () => answering.answer(id, text);
    const late = (kept: "new" | "known") => (kept === "new" ? settle() : undefined);
    answering.follow(keeping.then(late, () => undefined));
    tools.metrics.count("faults", { where: "slack request" });
    if (apology) return event.ack(apology);
    const step = "it is not acknowledged, and Slack sends it again";
    throw new DepmapError("journal-away", `a Slack request cannot be kept now; ${step}`);
  }

  return {
    async take(event) {
      const { body, ack, customProperties } = event;
      if (answering.isStopping()) throw new DepmapError("cannot-answer", "depmap is stopping");
      if (Suggestion.safeParse(body).success) return tools.process(event);
      if (RateLimited.safeParse(body).success) {
        tools.log.error({}, "Slack holds events back, for there are too many; subscribe to fewer");
        tools.metrics.count("faults", { where: "slack rate limit" });
        return ack();
      }
      if (typeof body !== "object" || body === null || !tools.isForUs(body)) return ack();
      const id = requestIdOf(body, Envelope.safeParse(customProperties).data?.envelope);
      const text = JSON.stringify(tools.keptForm?.(body) ?? body);
      const keeping = keep(id, text);
      const kept = await inTime(keeping).catch((fault: unknown) => {
        tools.log.error({ fault }, "a Slack request could not be kept");
      });
      if (kept === undefined) return turnDown(id, text, event, keeping);
      await acknowledge(event);
      // From the text, so that a restart would change nothing.
      if (kept === "new") answering.follow(answering.answer(id, text));
    },
    resume() {
      answering.follow(
        answering.patiently(whatWasLeft).then((left) => {
          leftOver = Promise.resolve([]);
          const count = left.length;
          if (count > 0) tools.log.info({ count }, "Slack requests were left over");
          for (const request of left) answering.follow(answering.answerAgain(request));
        }),
      );
    },
    idle: () => answering.idle(),
    stop: () => answering.stop(),
  };
}

/** The same, for as long as Slack waits. */
async function inTime<Answer>(work: Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const sayLate = () => late.reject(new Error(`the journal took more than ${KEEP_MS} ms`));
  const timer = setTimeout(sayLate, KEEP_MS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

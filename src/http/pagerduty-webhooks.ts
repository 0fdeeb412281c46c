import { Router, type Request } from "express";
import getRawBody from "raw-body";
import type { Secret } from "../model/secret.ts";
import type { Alerts } from "../ports/alerts.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import { isSigned } from "./pagerduty-signature.ts";

/** PagerDuty never sends more than this. */
const MOST_BYTES = 256 * 1024;

/** What the webhook route needs. */
export interface WebhookTools {
  readonly journal: Pick<Journal, "receive">;
  readonly alerts: Pick<Alerts, "read">;
  /** The secrets that count now: the old and the new one while they change. */
  secrets(): readonly Secret[];
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Called after the answer with the subject (mostly an incident's id) of an event that is new. */
  onReceived(subject: string): void;
}

type Outcome =
  | "stored"
  | "known"
  | "cut off"
  | "too big"
  | "no secrets"
  | "not signed"
  | "storage fault";

const STATUS: Readonly<Record<Outcome, number>> = {
  stored: 202,
  known: 202,
  "cut off": 400,
  "too big": 413,
  "no secrets": 503,
  "not signed": 401,
  "storage fault": 503,
};

const WORDS: Readonly<Record<Outcome, string>> = {
  stored: "kept",
  known: "known already",
  "cut off": "the body ended early",
  "too big": `the body is larger than ${MOST_BYTES} bytes`,
  "no secrets": "no webhook secret is loaded; set PAGERDUTY_WEBHOOK_SECRETS",
  "not signed": "no X-PagerDuty-Signature fits the body",
  "storage fault": "the event cannot be kept now; send it again",
};

/**
 * `POST /webhooks/pagerduty`: 202 means that the event is on disk.
 *
 * PagerDuty drops what gets a 4xx, and stops sending for a day after three of them, so whatever is signed is kept,
 * even if nobody understands it. What we cannot keep gets 503: PagerDuty sends it again for 48 hours.
 */
export function pagerdutyWebhooks(tools: WebhookTools): Router {
  const router = Router();
  router.post("/webhooks/pagerduty", async (request, response) => {
    const started = performance.now();
    const { outcome, subject } = await take(request, tools);

    // The rest of a body that nobody wants is not waited for.
    if (outcome === "too big" || outcome === "cut off") response.set("Connection", "close");
    response.status(STATUS[outcome]).json({ outcome: WORDS[outcome] });

    tools.metrics.count("webhooks_received", { outcome });
    tools.metrics.observe("webhook_acknowledge_seconds", (performance.now() - started) / 1000);
    if (outcome === "stored" && subject !== undefined) tools.onReceived(subject);
  });
  return router;
}

async function take(
  request: Request,
  tools: WebhookTools,
): Promise<{ outcome: Outcome; subject?: string }> {
  const bytes = await bodyOf(request);
  if (!Buffer.isBuffer(bytes)) return { outcome: bytes };

  const secrets = tools.secrets();
  if (secrets.length === 0) {
    tools.log.error({}, "a webhook came, but no secret is loaded to check it with");
    return { outcome: "no secrets" };
  }
  if (!isSigned(bytes, request.get("x-pagerduty-signature"), secrets)) {
    tools.log.warn({}, "a webhook with a wrong signature was refused");
    return { outcome: "not signed" };
  }

  const body = bytes.toString("utf8");
  const { eventId, subject } = tools.alerts.read(body);
  try {
    const receivedAt = tools.clock.now();
    const event = { id: eventId, sender: "pagerduty", subject, receivedAt, body } as const;
    const known = await tools.journal.receive(event);
    return { outcome: known === "known" ? "known" : "stored", subject };
  } catch (fault) {
    tools.log.error({ fault }, "a webhook could not be kept; PagerDuty will send it again");
    tools.metrics.count("faults", { where: "webhook" });
    return { outcome: "storage fault" };
  }
}

/** The bytes as they came, counted before anything is computed over them. */
async function bodyOf(request: Request): Promise<Buffer | "too big" | "cut off"> {
  try {
    return await getRawBody(request, {
      limit: MOST_BYTES,
      length: request.get("content-length") ?? null,
    });
  } catch (fault) {
    return (fault as { status?: unknown }).status === 413 ? "too big" : "cut off";
  }
}

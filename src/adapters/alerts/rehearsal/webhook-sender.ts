import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Secret } from "../../../model/secret.ts";
import type { Webhook } from "./pagerduty-shapes.ts";

/** What became of one webhook. */
export interface Delivery {
  readonly eventId: string;
  readonly event: string;
  readonly incidentId: string;
  readonly attempts: number;
  /** `flushed`: it waited when the subscription was disabled. */
  readonly state: "delivered" | "dropped" | "flushed";
}

/** Sends webhooks as PagerDuty does, only with shorter waits. */
export interface WebhookSender {
  deliverTo(url: string): void;
  /** Sends one about that incident. */
  send(incidentId: string, webhook: Webhook): void;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
  /** What became of every webhook so far, in the order in which that was settled. */
  deliveries(): readonly Delivery[];
  /** `false` after three drops in a row: PagerDuty would stay silent for a day. */
  isEnabled(): boolean;
  close(): Promise<void>;
}

const DEADLINE_MS = 5000;
const LONGEST_PAUSE_MS = 1000;
const MOST_DROPS = 3;

/**
 * A sender with PagerDuty's rules: 2xx within five seconds is delivered; 5xx, 429, time-outs and lost connections are
 * sent again until they are delivered; any other answer drops the webhook, and three drops in a row disable the
 * subscription. Webhooks of one incident keep their order; those of different incidents do not wait for each other.
 */
export function createWebhookSender(secret: Secret, firstPauseMs: number): WebhookSender {
  const closing = new AbortController();
  const deliveries: Delivery[] = [];
  const queues = new Map<string, Promise<void>>();
  let target: string | undefined;
  let drops = 0;

  async function deliver(incidentId: string, webhook: Webhook, url: string): Promise<void> {
    const { id: eventId, event_type: event } = webhook.event;
    const note = (state: Delivery["state"], attempts: number) =>
      deliveries.push({ eventId, event, incidentId, attempts, state });

    const body = JSON.stringify(webhook);
    const webhookId = randomUUID();
    let pauseMs = firstPauseMs;
    for (let attempts = 1; !closing.signal.aborted; attempts += 1) {
      if (drops >= MOST_DROPS) return void note("flushed", attempts - 1);
      const status = await attempt(url, body, webhookId);
      if (status >= 200 && status < 300) {
        drops = 0;
        return void note("delivered", attempts);
      }
      if (status < 500 && status !== 429) {
        drops += 1;
        return void note("dropped", attempts);
      }
      await wait(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** The status of the answer; 599 when there was none. */
  async function attempt(url: string, body: string, webhookId: string): Promise<number> {
    const hash = createHmac("sha256", secret.reveal()).update(body).digest("hex");
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(DEADLINE_MS)]);
    const headers = {
      "Content-Type": "application/json",
      "User-Agent": "PagerDuty-Webhook/V3.0",
      "X-PagerDuty-Signature": `v1=${hash}`,
      "X-Webhook-Id": webhookId,
    };
    try {
      const response = await fetch(url, { method: "POST", body, headers, signal });
      await response.arrayBuffer();
      return response.status;
    } catch {
      // Refused, cut or too late: PagerDuty sends again, whatever it was.
      return 599;
    }
  }

  return {
    deliverTo(url) {
      target = url;
    },
    send(id, webhook) {
      if (target === undefined) return;
      const url = target;
      const before = queues.get(id) ?? Promise.resolve();
      queues.set(
        id,
        before.then(() => deliver(id, webhook, url)),
      );
    },
    async settled() {
      await Promise.all(queues.values());
    },
    deliveries: () => [...deliveries],
    isEnabled: () => drops < MOST_DROPS,
    async close() {
      closing.abort();
      await Promise.all(queues.values());
    },
  };
}

import {
  createRehearsalPagerDuty,
  type RehearsalPagerDuty,
} from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import { createSecret, type Secret } from "../../src/model/secret.ts";
import { createFaultyProxy, type FaultyProxy, type Seen } from "./faulty-proxy.ts";

/** How webhooks are maltreated on their way. */
type Mischief = "none" | "duplicate" | "swap";

/** A rehearsal PagerDuty with faults on both of its ways: REST, and webhooks. */
export interface PagerDutyDouble {
  readonly rehearsal: RehearsalPagerDuty;
  readonly secret: Secret;
  /** The REST API's base, through `rest`. */
  readonly url: string;
  /** Faults of the REST API. */
  readonly rest: FaultyProxy;
  /** Faults of webhooks on their way to us. */
  readonly webhooks: FaultyProxy;
  /** Gives pages of at most so many items, whatever is asked for. */
  pageLimit(limit: number): void;
  /** Where webhooks end up. `swap` sends each two in the wrong order, `duplicate` each twice. */
  deliverTo(webhookUrl: string, mischief?: Mischief): void;
  close(): Promise<void>;
}

/** Starts the double on loopback. */
export async function createPagerDutyDouble(): Promise<PagerDutyDouble> {
  const secret = createSecret("double-webhook-secret");
  const rehearsal = await createRehearsalPagerDuty({ secret, firstPauseMs: 5 });
  let limit: number | undefined;
  let webhookUrl = "http://127.0.0.1:9";

  const rest = await createFaultyProxy(
    () => rehearsal.url,
    (url) => {
      if (limit !== undefined) url.searchParams.set("limit", String(limit));
    },
  );
  const webhooks = await createFaultyProxy(
    () => webhookUrl,
    (url) => {
      url.pathname = new URL(webhookUrl).pathname;
    },
  );
  rehearsal.deliverTo(webhooks.url);

  return {
    rehearsal,
    secret,
    url: rest.url,
    rest,
    webhooks,
    pageLimit(asked) {
      limit = asked;
    },
    deliverTo(target, mischief = "none") {
      webhookUrl = target;
      if (mischief === "none") webhooks.always(undefined);
      if (mischief === "duplicate") {
        webhooks.always(async (seen, _response, pass) => {
          await send(target, seen);
          await pass();
        });
      }
      if (mischief === "swap") {
        let held: Seen | undefined;
        webhooks.always(async (seen, response) => {
          if (!held) {
            held = seen;
            response.writeHead(202).end();
            return;
          }
          const earlier = held;
          held = undefined;
          const status = await send(target, seen);
          await send(target, earlier);
          response.writeHead(status).end();
        });
      }
    },
    async close() {
      await rehearsal.close();
      await Promise.all([rest.close(), webhooks.close()]);
    },
  };
}

async function send(target: string, { headers, body }: Seen): Promise<number> {
  const signature = String(headers["x-pagerduty-signature"]);
  const response = await fetch(target, {
    method: "POST",
    headers: { "content-type": "application/json", "x-pagerduty-signature": signature },
    body: new Uint8Array(body),
  });
  return response.status;
}

import { createHmac } from "node:crypto";
import { join } from "node:path";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createPagerDutyAlerts } from "../../src/adapters/alerts/pagerduty/pagerduty-alerts.ts";
import { createPinoLog } from "../../src/adapters/log/pino/pino-log.ts";
import { healthRoutes } from "../../src/http/health.ts";
import { createHttpApp } from "../../src/http/http-app.ts";
import { listen, type Listening } from "../../src/http/listen.ts";
import { createMetrics, metricsRoutes } from "../../src/http/metrics.ts";
import { pagerdutyWebhooks } from "../../src/http/pagerduty-webhooks.ts";
import { createSecret, type Secret } from "../../src/model/secret.ts";
import type { ActionBox, Journal } from "../../src/ports/journal.ts";

/** What signs webhooks in tests. */
export const INTAKE_SECRET = "intake-webhook-secret";

/** The webhook route with a real journal behind it, on a free port. */
export interface Intake {
  readonly url: string;
  readonly journal: Journal & ActionBox;
  /** The subjects that the route has told of. */
  readonly received: string[];
  /** The lines of the log. */
  readonly lines: string[];
  /** Changes the secrets that count. */
  secrets(...values: readonly string[]): void;
  close(): Promise<void>;
}

/** Serves webhooks, health and metrics from a journal in `folder`. */
export async function startIntake(
  folder: string,
  wrap: (journal: Journal) => Pick<Journal, "receive"> = (journal) => journal,
): Promise<Intake> {
  const clock = { now: () => Date.now() };
  const journal = createSqliteJournal({ path: join(folder, "journal.db"), clock });
  const lines: string[] = [];
  const log = createPinoLog({
    level: "debug",
    destination: { write: (line) => void lines.push(line) },
  });
  const { metrics, registry } = createMetrics();
  const token = createSecret("unused");
  const alerts = createPagerDutyAlerts({
    token,
    baseUrl: "http://127.0.0.1:9",
    deadlineMs: 1,
    clock,
  });
  const received: string[] = [];
  let secrets: readonly Secret[] = [createSecret(INTAKE_SECRET)];
  const webhooks = pagerdutyWebhooks({
    journal: wrap(journal),
    alerts,
    secrets: () => secrets,
    clock,
    log,
    metrics,
    onReceived: (subject) => void received.push(subject),
  });
  const health = healthRoutes([{ name: "journal", check: () => journal.probe() }], clock);
  const routers = [webhooks, health, metricsRoutes(registry)];
  const app = createHttpApp({ routers: routers.map((router) => ({ path: "/", router })), log });
  const server: Listening = await listen(app, { host: "127.0.0.1", port: 0 });
  return {
    url: server.url,
    journal,
    received,
    lines,
    secrets(...values) {
      secrets = values.map(createSecret);
    },
    async close() {
      await server.close();
      await journal.close();
    },
  };
}

/** `v1=HEX` over the bytes. */
export function signature(body: string | Uint8Array, secret = INTAKE_SECRET): string {
  return `v1=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** Posts a webhook; signed rightly unless told otherwise. Gives the status. */
export async function postWebhook(
  url: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = { "X-PagerDuty-Signature": signature(body) },
): Promise<number> {
  const response = await fetch(`${url}/webhooks/pagerduty`, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: { "Content-Type": "application/json", ...headers },
  });
  await response.arrayBuffer();
  return response.status;
}

/** A V3 webhook about an incident, as small as it can be. */
export function webhookBody(
  incidentId: string,
  eventId: string,
  event = "incident.triggered",
): string {
  const service = { id: "PKIOSK", summary: "Kiosk", type: "service_reference" };
  return JSON.stringify({
    event: {
      id: eventId,
      event_type: event,
      resource_type: "incident",
      occurred_at: "2026-05-04T02:13:00.250Z",
      agent: null,
      client: null,
      data: {
        id: incidentId,
        type: "incident",
        html_url: `https://kiosk.pagerduty.example/incidents/${incidentId}`,
        number: 7,
        status: "triggered",
        created_at: "2026-05-04T02:13:00Z",
        title: "Kiosk cannot print",
        urgency: "high",
        service,
      },
    },
  });
}

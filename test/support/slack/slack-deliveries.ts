import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Delivery, SlackDouble } from "./double-contract.ts";
import type { Json } from "./json.ts";
import type { Acknowledged } from "./slack-person.ts";
import { textOf } from "./slack-state.ts";
import type { SlackSockets } from "./slack-sockets.ts";

interface Sending {
  readonly copies?: number;
  readonly skewSeconds?: number;
  readonly secret?: string;
}

/** Slack's way to the app. */
export interface Deliveries {
  readonly all: readonly Delivery[];
  deliverTo: SlackDouble["deliverTo"];
  deliver(kind: Delivery["kind"], payload: Json, sending?: Sending): Promise<Acknowledged>;
  settled(): Promise<void>;
  close(): void;
}

interface Attempt {
  readonly ok: boolean;
  readonly body?: unknown;
  readonly status?: number | undefined;
  readonly reason?: string;
  readonly isLast?: boolean;
}

const socketTypes = {
  event: "events_api",
  command: "slash_commands",
  interaction: "interactive",
} as const;

/** Takes what happened to the app, over HTTP or a socket; events again when they were not acknowledged. */
export function slackDeliveries(tools: {
  readonly sockets: SlackSockets;
  readonly signingSecret: string;
  readonly ackTimeoutMs: number;
  readonly retryPausesMs: readonly number[];
}): Deliveries {
  const all: { -readonly [K in keyof Delivery]: Delivery[K] }[] = [];
  const underWay = new Set<Promise<unknown>>();
  const closing = new AbortController();
  let http: string | undefined;

  function track<T>(work: Promise<T>): Promise<T> {
    const quiet: Promise<unknown> = work.then(
      () => underWay.delete(quiet),
      () => underWay.delete(quiet),
    );
    underWay.add(quiet);
    return work;
  }

  async function attempt(
    kind: Delivery["kind"],
    payload: Json,
    retry: { readonly number: number; readonly reason: string },
    { secret = tools.signingSecret, skewSeconds = 0 }: Sending,
  ): Promise<Attempt> {
    if (http === undefined) {
      const envelope = {
        type: socketTypes[kind],
        payload,
        retryAttempt: retry.number,
        retryReason: retry.reason,
      };
      return tools.sockets.send(envelope, tools.ackTimeoutMs).then(
        (body) => ({ ok: true, body }),
        () => ({ ok: false, reason: "timeout" }),
      );
    }
    const body = bodyOf(kind, payload);
    const seconds = Math.floor(Date.now() / 1_000) + skewSeconds;
    const mac = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
    try {
      const response = await fetch(http, {
        method: "POST",
        body,
        headers: {
          "content-type":
            kind === "event" ? "application/json" : "application/x-www-form-urlencoded",
          "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
          "x-slack-request-timestamp": String(seconds),
          "x-slack-signature": `v0=${mac}`,
          ...(retry.number > 0
            ? { "x-slack-retry-num": String(retry.number), "x-slack-retry-reason": retry.reason }
            : {}),
        },
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(tools.ackTimeoutMs)]),
      });
      return {
        ok: response.ok,
        status: response.status,
        body: readBody(await response.text()),
        reason: "http_error",
        isLast: response.headers.get("x-slack-no-retry") === "1",
      };
    } catch (error) {
      const isLate = error instanceof Error && error.name === "TimeoutError";
      return { ok: false, reason: isLate ? "http_timeout" : "connection_failed" };
    }
  }

  async function deliver(
    kind: Delivery["kind"],
    payload: Json,
    sending: Sending = {},
  ): Promise<Acknowledged> {
    const record: (typeof all)[number] = {
      kind,
      type: kind === "command" ? "slash_commands" : textOf(payload, "type"),
      id: textOf(payload, "event_id") || textOf(payload, "trigger_id"),
      payload,
      over: http === undefined ? "socket" : "http",
      attempts: 0,
      acknowledged: false,
      status: undefined,
    };
    all.push(record);
    const startedAt = Date.now();

    async function once(retry: { readonly number: number; readonly reason: string }) {
      record.attempts += 1;
      const result = await attempt(kind, payload, retry, sending);
      record.status = result.status;
      record.acknowledged ||= result.ok;
      return result;
    }

    const copies = Array.from({ length: (sending.copies ?? 1) - 1 }, (_, index) =>
      track(once({ number: index + 1, reason: "http_timeout" })),
    );
    const first = await track(once({ number: 0, reason: "" }));
    await Promise.all(copies);
    if (kind === "event" && !first.ok && sending.copies === undefined) {
      void again(once, first);
    }
    return {
      ok: first.ok,
      body: first.body,
      status: first.status,
      tookMs: Date.now() - startedAt,
      triggerId: textOf(payload, "trigger_id"),
    };
  }

  async function again(
    once: (retry: { readonly number: number; readonly reason: string }) => Promise<Attempt>,
    first: Attempt,
  ): Promise<void> {
    let last = first;
    for (const [index, pauseMs] of tools.retryPausesMs.entries()) {
      if (last.ok || last.isLast === true) return;
      if (pauseMs > 0) {
        const waited = await pause(pauseMs, true, { ref: false, signal: closing.signal }).catch(
          () => false,
        );
        if (!waited) return;
      }
      last = await track(once({ number: index + 1, reason: last.reason ?? "unknown_error" }));
    }
  }

  return {
    all,
    deliverTo(target) {
      http = target === "sockets" ? undefined : target.http;
    },
    deliver,
    async settled() {
      // What is handled may make something else happen.
      do {
        await Promise.all(underWay);
        await pause(0);
      } while (underWay.size > 0);
    },
    close() {
      closing.abort();
    },
  };
}

function bodyOf(kind: Delivery["kind"], payload: Json): string {
  if (kind === "event") return JSON.stringify(payload);
  if (kind === "interaction") {
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  }
  const fields = Object.keys(payload).map((name): [string, string] => [
    name,
    textOf(payload, name),
  ]);
  return new URLSearchParams(fields).toString();
}

function readBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

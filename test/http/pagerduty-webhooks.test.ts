import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DepmapError } from "../../src/model/errors.ts";
import {
  INTAKE_SECRET,
  postWebhook,
  signature,
  startIntake,
  webhookBody,
  type Intake,
} from "../support/intake.ts";

let folder: string;
let intake: Intake;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-intake-"));
  intake = await startIntake(folder);
});
afterEach(async () => {
  await intake.close();
  await rm(folder, { recursive: true });
});

const body = webhookBody("P1", "event-1");
const WRONG = signature(body, "somebody-else");

describe("a signed webhook", () => {
  it("is in the journal when it is answered with 202", async () => {
    expect(await postWebhook(intake.url, body)).toBe(202);

    expect(await intake.journal.eventsOf("P1")).toMatchObject([
      { id: "event-1", sender: "pagerduty", subject: "P1", body },
    ]);
    expect(intake.received).toEqual(["P1"]);
  });

  it("is kept once and told once, however often it comes and whatever its header says", async () => {
    const signed = { "X-PagerDuty-Signature": signature(body) };
    for (const id of ["a", "b", "c"]) {
      expect(await postWebhook(intake.url, body, { ...signed, "X-Webhook-Id": id })).toBe(202);
    }

    expect(await intake.journal.eventsOf("P1")).toHaveLength(1);
    expect(intake.received).toEqual(["P1"]);
  });

  it("is taken under either secret while they change", async () => {
    intake.secrets("old", "new");

    for (const [index, secret] of ["old", "new"].entries()) {
      const one = webhookBody("P1", `event-${index}`);
      const header = { "X-PagerDuty-Signature": signature(one, secret) };
      expect(await postWebhook(intake.url, one, header)).toBe(202);
    }
  });

  it("is taken when any of several signatures fits", async () => {
    const header = `v2=abc, ${WRONG},${signature(body)}`;

    expect(await postWebhook(intake.url, body, { "X-PagerDuty-Signature": header })).toBe(202);
  });

  it.each<[string, string | Uint8Array]>([
    ["null", "null"],
    ["nothing at all", ""],
    ["no JSON", "event=1"],
    ["a list", "[]"],
    ["an emoji", '"🔥"'],
    ["bytes that are no UTF-8", Uint8Array.from([0xff, 0xfe, 0x00, 0xc3, 0x28])],
    ["an event of null", '{"event":null}'],
    ["an event without anything", '{"event":{}}'],
    ["a ping", '{"event":{"id":"ping-1","event_type":"pagey.ping","data":{"message":"hi"}}}'],
    ["a type from the future", webhookBody("P2", "f-1", "incident.teleported")],
    ["a service event", '{"event":{"id":"s-1","event_type":"service.updated","data":{"id":"PS"}}}'],
    ["wrong types everywhere", '{"event":{"id":7,"event_type":[],"occurred_at":{},"data":3}}'],
    ["a prototype to pollute", '{"__proto__":{"a":1},"event":{"__proto__":{"id":"x"}}}'],
    ["JSON 50,000 levels deep", "[".repeat(50_000) + "]".repeat(50_000)],
    ["exactly 256 KB", JSON.stringify("x".repeat(256 * 1024 - 2))],
  ])("is kept and answered with 202 although it is %s", async (_what, odd) => {
    expect(await postWebhook(intake.url, odd)).toBe(202);
    expect(await intake.journal.unhandledSubjects(10)).toHaveLength(1);
  });

  it("is kept under its incident when it is a note about one", async () => {
    const data = { id: "PNOTE", type: "incident_note", incident: { id: "P1" }, content: "hm" };
    const note = JSON.stringify({ event: { id: "n1", event_type: "incident.annotated", data } });

    await postWebhook(intake.url, note);

    expect(intake.received).toEqual(["P1"]);
  });

  it("is kept byte for byte whatever its content type and encoding claim to be", async () => {
    const headers = {
      "X-PagerDuty-Signature": signature(body),
      "Content-Type": "application/x-www-form-urlencoded; charset=utf-16",
      "Content-Encoding": "gzip",
    };

    expect(await postWebhook(intake.url, body, headers)).toBe(202);
    expect((await intake.journal.eventsOf("P1"))[0]?.body).toBe(body);
  });

  it("is answered with 202 for any of 2,000 random bodies", async () => {
    const json = fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text));
    const event = fc
      .record(
        {
          id: fc.oneof(fc.uuid(), fc.jsonValue()),
          event_type: fc.oneof(fc.constant("incident.triggered"), fc.jsonValue()),
          occurred_at: fc.oneof(fc.constant("2026-05-04T02:13:00Z"), fc.jsonValue()),
          data: fc.oneof(
            fc.record({
              type: fc.constant("incident"),
              id: fc.jsonValue(),
              status: fc.jsonValue(),
            }),
            fc.jsonValue(),
          ),
        },
        { requiredKeys: [] },
      )
      .map((one) => Buffer.from(JSON.stringify({ event: one })));
    const bytes = fc.uint8Array({ maxLength: 500 }).map((one) => Buffer.from(one));
    const bodies = fc.sample(fc.oneof(json, event, bytes), 2000);

    const statuses = await inParallel(bodies, (one) => postWebhook(intake.url, one));

    expect(new Set(statuses)).toEqual(new Set([202]));
  }, 20_000);
});

describe("a webhook that is not signed by PagerDuty", () => {
  it.each<[string, Record<string, string>]>([
    ["has no signature", {}],
    ["has an empty signature", { "X-PagerDuty-Signature": "" }],
    ["is signed with another secret", { "X-PagerDuty-Signature": WRONG }],
    [
      "has another version's signature",
      { "X-PagerDuty-Signature": signature(body).replace("v1", "v2") },
    ],
    [
      "has a signature that is too short",
      { "X-PagerDuty-Signature": signature(body).slice(0, -2) },
    ],
    ["has a signature that is no hex", { "X-PagerDuty-Signature": `v1=${"z".repeat(64)}` }],
    ["hides the right signature behind eight wrong ones", { "X-PagerDuty-Signature": hidden() }],
  ])("is refused with 401 and not kept when it %s", async (_what, headers) => {
    expect(await postWebhook(intake.url, body, headers)).toBe(401);

    expect(await intake.journal.unhandledSubjects(10)).toEqual([]);
    expect(intake.received).toEqual([]);
  });

  it("is refused when the body was changed by one byte", async () => {
    const headers = { "X-PagerDuty-Signature": signature(body) };

    expect(await postWebhook(intake.url, body.replace("high", "hugh"), headers)).toBe(401);
  });

  it("is refused for any of 2,000 random bodies and signatures, and the process stays up", async () => {
    const hex = fc.string({
      unit: fc.constantFrom(...Array.from("0123456789abcdef")),
      minLength: 64,
      maxLength: 64,
    });
    const header = fc.oneof(
      hex.map((one) => `v1=${one}`),
      fc.array(hex, { maxLength: 30 }).map((all) => all.map((one) => `v1=${one}`).join(",")),
      fc.string({ maxLength: 300 }).map((text) => text.replaceAll(/[^\x21-\x7e]/g, "")),
    );
    const requests = fc.sample(fc.tuple(fc.json(), header), 2000);

    const statuses = await inParallel(requests, ([text, value]) =>
      postWebhook(intake.url, text, { "X-PagerDuty-Signature": value }),
    );

    expect(new Set(statuses)).toEqual(new Set([401]));
    expect((await fetch(`${intake.url}/healthz`)).status).toBe(200);
    expect(await intake.journal.unhandledSubjects(10)).toEqual([]);
  }, 20_000);

  it("is refused while its size is over 256 KB, signed or not, without reading it to the end", async () => {
    const large = "x".repeat(256 * 1024 + 1);

    expect(await postWebhook(intake.url, large)).toBe(413);
    expect(await announced(intake.url, 10 ** 9)).toContain(" 413 ");
    expect(await postWebhook(intake.url, body)).toBe(202);
  });

  it("gets 413 when it grows over 256 KB without having said so", async () => {
    const endless = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const options = { method: "POST", body: endless, duplex: "half" } as const;
    const response = await fetch(`${intake.url}/webhooks/pagerduty`, options).catch(
      () => undefined,
    );

    // The answer comes while the client still sends; a client that then breaks off has learnt the same.
    expect([413, undefined]).toContain(response?.status);
    expect(await postWebhook(intake.url, body)).toBe(202);
  });

  it("harms nobody when it breaks off in the middle", async () => {
    const socket = connect(Number(new URL(intake.url).port), "127.0.0.1");
    socket.write("POST /webhooks/pagerduty HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
    await once(socket, "connect");
    socket.destroy();

    expect(await postWebhook(intake.url, body)).toBe(202);
  });

  it("leaves nothing of its body and no secret in the log", async () => {
    await postWebhook(intake.url, "canary-body", { "X-PagerDuty-Signature": WRONG });

    expect(intake.lines.join("")).toContain("wrong signature");
    expect(intake.lines.join("")).not.toMatch(new RegExp(`canary|${INTAKE_SECRET}`));
  });
});

describe("what we cannot do now", () => {
  it("is answered with 503 while no secret is loaded, for PagerDuty drops what gets a 4xx", async () => {
    intake.secrets();

    expect(await postWebhook(intake.url, body)).toBe(503);
    expect(await postWebhook(intake.url, body, {})).toBe(503);
  });

  it("is answered with 503 when the journal is away, and with 202 once it is back", async () => {
    let away = true;
    const other = await startIntake(folder, (journal) => ({
      receive: (event) =>
        away
          ? Promise.reject(new DepmapError("journal-away", "cannot use the journal"))
          : journal.receive(event),
    }));

    expect(await postWebhook(other.url, body)).toBe(503);
    away = false;
    expect(await postWebhook(other.url, body)).toBe(202);
    expect(other.received).toEqual(["P1"]);
    await other.close();
  });
});

it("counts what was answered", async () => {
  await postWebhook(intake.url, body);
  await postWebhook(intake.url, body);
  await postWebhook(intake.url, body, {});

  const text = await (await fetch(`${intake.url}/metrics`)).text();

  expect(text).toContain('depmap_webhooks_received_total{outcome="stored"} 1');
  expect(text).toContain('depmap_webhooks_received_total{outcome="known"} 1');
  expect(text).toContain('depmap_webhooks_received_total{outcome="not signed"} 1');
  expect(text).toContain("depmap_webhook_acknowledge_seconds_count 3");
});

function hidden(): string {
  return [...Array.from({ length: 8 }, () => WRONG), signature(body)].join(",");
}

async function inParallel<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop())
      answers.push(await ask(item));
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  return answers;
}

/** The first line of the answer to a request that only announces its size. */
async function announced(url: string, bytes: number): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`POST /webhooks/pagerduty HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n\r\n{`);
  const [chunk] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return chunk.toString().split("\r\n")[0] ?? "";
}

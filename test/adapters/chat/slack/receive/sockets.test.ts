import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSecret } from "../../../../../src/model/secret.ts";
import { startSlackDouble } from "../../../../support/slack/slack-double.ts";
import type { SlackDouble } from "../../../../support/slack/slack-double.ts";
import { startSlackBench, type SlackBench } from "../../../../support/slack-storm/slack-bench.ts";
import { commandBody, eventBody } from "../../../../support/slack-storm/slack-bodies.ts";

const rateLimited = JSON.stringify({
  type: "events_api",
  envelope_id: "limited",
  payload: { type: "app_rate_limited", team_id: "T1", minute_rate_limited: 1 },
});
const odd = ["null", "[]", "7", '"hello"', "{", "", "{}", '{"type":7}', '{"type":"events_api"}'];
const oddFrames = [
  ...odd,
  ...["close", "error", "disconnected", "ws_message", "slack_event", "connected"].flatMap(
    (type) => [
      JSON.stringify({ type, envelope_id: "e" }),
      JSON.stringify({ type: "events_api", envelope_id: "e", payload: { event: { type } } }),
    ],
  ),
];

describe("sockets to Slack", () => {
  let double: SlackDouble;
  let bench: SlackBench;

  async function connect(connections: number, own: object = {}): Promise<void> {
    bench = await startSlackBench({
      ...own,
      settings: {
        apiUrl: double.apiUrl,
        appToken: createSecret(double.appToken),
        signingSecret: undefined,
        connections,
        socketPauses: { firstMs: 50, lastMs: 200, soundMs: 10_000 },
      },
    });
    await bench.receiver.start();
  }
  beforeEach(async () => {
    double = await startSlackDouble({ retryPausesMs: [50, 200, 1000], ackTimeoutMs: 2000 });
  });
  afterEach(async () => {
    await bench.close();
    await double.close();
  });

  it("takes events and commands once, however often they come", async () => {
    await connect(2);

    const event = await double.deliver("event", eventBody("Ev1"), { copies: 4 });
    const command = await double.deliver("command", commandBody("t1"), { copies: 4 });
    await bench.receiver.idle();

    expect([event.ok, command.ok]).toEqual([true, true]);
    expect(bench.heard).toEqual(["Ev1", "t1"]);
  });

  it("opens as many as it is told to, and none is left when it stops", async () => {
    await connect(3);
    expect(double.sockets.open).toBe(3);
    expect(bench.receiver.isConnected()).toBe(true);

    await bench.receiver.stop();
    await double.sockets.until(0);

    expect(bench.receiver.isConnected()).toBe(false);
  });

  it("is never without one while Slack renews it", async () => {
    await connect(1);

    double.sockets.disconnect("refresh_requested", { all: true, closeMs: 1500 });
    const until = Date.now() + 2000;
    for (let count = 0; Date.now() < until; count += 1) {
      await double.deliver("event", eventBody(`Ev${count}`));
      await wait(20);
    }
    await bench.receiver.idle();

    expect(double.sockets.opened).toBeGreaterThan(1);
    expect(double.deliveries.filter(({ attempts }) => attempts > 1)).toEqual([]);
    expect(bench.heard).toHaveLength(double.deliveries.length);
  });

  it("acknowledges over the old one what came over it, though a new one stands", async () => {
    await connect(1, { keepsAfterMs: 1000 });

    const coming = double.deliver("event", eventBody("Ev1"));
    await wait(50);
    double.sockets.disconnect("warning");
    const { ok } = await coming;

    expect(double.sockets.opened).toBe(2);
    expect(ok).toBe(true);
  });

  it("comes back when it is cut off", async () => {
    await connect(2);

    double.sockets.cut({ all: true });
    await double.sockets.until(0);
    await double.sockets.until(2);

    expect((await double.deliver("event", eventBody("Ev1"))).ok).toBe(true);
  });

  it.each(["invalid_auth", "account_inactive", "internal_error", "link_disabled"])(
    "comes back after Slack has answered %s for a while",
    async (error) => {
      await connect(1);
      double.sockets.refuse(error);
      double.sockets.cut({ all: true });
      await double.sockets.until(0);
      await vi.waitFor(
        () => expect(double.calls("apps.connections.open").length).toBeGreaterThan(2),
        5000,
      );
      expect(bench.receiver.isConnected()).toBe(false);

      double.sockets.refuse(undefined);
      await double.sockets.until(1);

      expect((await double.deliver("event", eventBody("Ev1"))).ok).toBe(true);
    },
  );

  it.each([{ kind: "status", status: 503 }, { kind: "reply-lost" }] as const)(
    "comes back after the request for an address failed: %s",
    async (fault) => {
      await connect(1);
      double.fail("apps.connections.open", fault, 2);
      double.sockets.cut({ all: true });
      await double.sockets.until(0);

      await double.sockets.until(1);

      expect((await double.deliver("event", eventBody("Ev1"))).ok).toBe(true);
    },
  );

  it("asks for nothing any more when it was stopped while Slack failed", async () => {
    double.fail("apps.connections.open", { kind: "status", status: 503 }, 1000);
    await connect(1);
    await bench.receiver.stop();
    const asked = double.calls("apps.connections.open").length;
    await wait(700);

    expect(double.calls("apps.connections.open")).toHaveLength(asked);
  });

  it("starts without Slack, says why, and connects when it can", async () => {
    double.sockets.refuse("invalid_auth");
    await connect(1);

    expect(bench.receiver.isConnected()).toBe(false);
    expect(bench.said).toContainEqual(expect.objectContaining({ level: "error" }));
    double.sockets.refuse(undefined);
    await double.sockets.until(1);
  });

  it("survives that Slack holds events back, and acknowledges it", async () => {
    await connect(1);

    double.sockets.sendRaw(rateLimited);

    expect((await double.deliver("event", eventBody("Ev1"))).ok).toBe(true);
    expect(bench.said).toContainEqual(
      expect.objectContaining({ sentence: expect.stringContaining("too many") }),
    );
  });

  it("survives odd frames, and goes on taking what makes sense", async () => {
    await connect(2);

    for (const frame of oddFrames) double.sockets.sendRaw(frame);
    await wait(500);
    await double.sockets.until(2);

    const { ok } = await double.deliver("event", eventBody("Ev1"));
    await bench.receiver.idle();
    expect(ok).toBe(true);
    expect(bench.heard).toContain("Ev1");
  });

  it("survives thousands of frames that nobody in their right mind would send", async () => {
    await connect(2);
    const types = ["events_api", "slash_commands", "interactive", "disconnected", "close", "error"];
    const envelope = fc.record(
      {
        type: fc.oneof(fc.constantFrom(...types), fc.jsonValue()),
        envelope_id: fc.oneof(fc.uuid(), fc.jsonValue()),
        payload: fc.oneof(
          fc.record({ event: fc.jsonValue(), event_id: fc.jsonValue() }, { requiredKeys: [] }),
          fc.record({ command: fc.jsonValue(), trigger_id: fc.jsonValue() }, { requiredKeys: [] }),
          fc.record({ type: fc.constantFrom("block_actions", "view_submission", "shortcut") }),
          fc.jsonValue(),
        ),
      },
      { requiredKeys: [] },
    );
    const frames = fc.sample(fc.oneof(fc.string(), fc.json(), envelope.map(jsonOf)), 2000);

    for (const frame of frames) double.sockets.sendRaw(frame);
    await wait(500);
    await double.sockets.until(2);

    expect((await double.deliver("event", eventBody("Ev1"))).ok).toBe(true);
  }, 30_000);
});

const jsonOf = (value: unknown) => JSON.stringify(value);

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSecret } from "../../../../../src/model/secret.ts";
import { startSlackBench, type SlackBench } from "../../../../support/slack-storm/slack-bench.ts";
import { commandBody, eventBody } from "../../../../support/slack-storm/slack-bodies.ts";

describe("signed requests", () => {
  let bench: SlackBench;
  beforeEach(async () => {
    bench = await startSlackBench();
    await bench.receiver.start();
  });
  afterEach(() => bench.close());

  it("takes what is signed, once", async () => {
    const answers = [];
    for (let copy = 0; copy < 4; copy += 1) {
      answers.push((await bench.post(eventBody("Ev1"))).status);
    }
    await bench.receiver.idle();

    expect(answers).toEqual([200, 200, 200, 200]);
    expect(bench.heard).toEqual(["Ev1"]);
  });

  it("takes copies that come at the same time once", async () => {
    await Promise.all(
      Array.from({ length: 8 }, () => bench.post(commandBody("t1"), { as: "form" })),
    );
    await bench.receiver.idle();

    expect(bench.heard).toEqual(["t1"]);
  });

  it("tells two commands apart by their trigger ids, though the words are the same", async () => {
    await bench.post(commandBody("t1"), { as: "form" });
    await bench.post(commandBody("t2"), { as: "form" });
    await bench.receiver.idle();

    expect(bench.heard).toEqual(["t1", "t2"]);
  });

  it("answers Slack's question whether this is the right address", async () => {
    const answer = await bench.post({ type: "url_verification", challenge: "abc" });

    expect(await answer.json()).toEqual({ challenge: "abc" });
  });

  it.each([
    ["signed with another secret", { secret: "another" }],
    ["six minutes old", { skewSeconds: -360 }],
    ["six minutes from the future", { skewSeconds: 360 }],
    ["without a signature", { headers: { "x-slack-signature": "" } }],
    ["with a signature of no version", { headers: { "x-slack-signature": "abc" } }],
    ["with a time that is no number", { headers: { "x-slack-request-timestamp": "soon" } }],
    ["with a time in another notation", { headers: { "x-slack-request-timestamp": "1e9" } }],
  ])("refuses a request %s", async (_, how) => {
    const { status } = await bench.post(eventBody("Ev1"), how);
    await bench.receiver.idle();

    expect(status).toBe(401);
    expect(bench.heard).toEqual([]);
  });

  it.each([-290, 290])("takes a request that is %i seconds off", async (skewSeconds) => {
    expect((await bench.post(eventBody("Ev1"), { skewSeconds })).status).toBe(200);
  });

  it("refuses a body of more than a mebibyte", async () => {
    const body = { ...eventBody("Ev1"), padding: "x".repeat(1024 * 1024) };

    expect((await bench.post(body)).status).toBe(413);
  });

  it.each(["null", "[]", "7", "{}", '{"event":null}', '{"actions":null}', '{"event":{"type":7}}'])(
    "survives the signed body %s",
    async (text) => {
      await bench.post(JSON.parse(text) as object);
      await bench.post(eventBody("Ev1"));
      await bench.receiver.idle();

      expect(bench.heard).toEqual(["Ev1"]);
    },
  );

  it("acknowledges, aloud, that Slack holds events back", async () => {
    const { status } = await bench.post({ type: "app_rate_limited", team_id: "T1" });

    expect(status).toBe(200);
    expect(bench.said).toContainEqual(expect.objectContaining({ level: "error" }));
  });

  it("hands on what people type into a search at once, with the listener's own answer", async () => {
    const other = await startSlackBench({
      listen: (app) =>
        app.options(/.*/u, ({ ack }) =>
          ack({ options: [{ text: { type: "plain_text", text: "redis" }, value: "1" }] }),
        ),
    });
    const body = { type: "block_suggestion", action_id: "a", block_id: "b", value: "re" };
    const answer = await other.post(
      { ...body, team: { id: "T1" }, user: { id: "UADA" } },
      { as: "interaction" },
    );

    expect(await answer.json()).toMatchObject({ options: [{ value: "1" }] });
    await other.close();
  });
});

it.each([
  { signingSecret: createSecret("") },
  { signingSecret: createSecret(" ") },
  { appToken: createSecret("") },
  {},
])("refuses to be made without a secret: %s", async (secrets) => {
  const settings = { apiUrl: "http://127.0.0.1:9/api/", signingSecret: undefined, ...secrets };

  await expect(startSlackBench({ settings })).rejects.toMatchObject({ code: "bad-config" });
});

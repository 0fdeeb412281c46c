import { describe, expect, it } from "vitest";
import { z } from "zod";
import { blastRadius } from "../../../src/analysis/blast-radius.ts";
import { blastRadiusReply } from "../../../src/briefing/blast-radius-reply.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import { Reply } from "../../../src/model/reply.ts";
import { defineCommand } from "../../../src/ports/command.ts";
import { answerCommand } from "../../../src/workflows/answers/answer-command.ts";
import { askedComponent } from "../../../src/workflows/answers/asked-component.ts";
import { sayByHand } from "../../../src/workflows/learning/assert-by-hand.ts";
import { createSnapshotKeeper } from "../../../src/workflows/map/refresh-snapshot.ts";
import { dependency, saying } from "../../contracts/graph-store/sayings.ts";
import { answerTools, NOW } from "../../support/answer-tools.ts";
import { APPROVER, GUEST, MEMBER, typed } from "../../support/people.ts";
import { idOf } from "../../support/graph-of.ts";
import { switchedStore } from "../../support/switched-store.ts";

const ask = defineCommand({
  name: "ask",
  aliases: [],
  summary: "Say what fails",
  args: z.object({ component: z.string().optional() }),
  positionals: ["component"],
  example: "ask ledger",
  effects: "none",
  async run(context, { component }) {
    const asked = await askedComponent(context, component, (name) => `ask ${name}`);
    if (asked.answer) return asked.answer;
    const blast = blastRadius(context.snapshot, [asked.component.id]);
    return { reply: blastRadiusReply(blast), data: blast.hits.map(({ component: hit }) => hit) };
  },
});

const forget = defineCommand({
  name: "forget",
  aliases: [],
  summary: "Deny an edge",
  args: z.object({}),
  positionals: [],
  example: "forget",
  effects: "asks first",
  async run(context) {
    const [consumer, provider] = [idOf("checkout"), idOf("ledger")];
    const claim = {
      fact: { type: "no-dependency" as const, consumer, provider },
      confidence: 1,
      evidence: [],
    };
    return await sayByHand(context, "forget", claim, "it is gone");
  },
});

const broken = defineCommand({
  name: "broken",
  aliases: [],
  summary: "Fail",
  args: z.object({}),
  positionals: [],
  example: "broken",
  effects: "none",
  run: () =>
    Promise.reject(new DepmapError("graph-store-away", "cannot reach the store; look at its disk")),
});

const commands = [ask, forget, broken];

function labels(reply: Reply): string[] {
  return reply.blocks.flatMap((block) =>
    block.type === "buttons" ? block.buttons.map(({ label }) => label) : [],
  );
}

describe("answerCommand", () => {
  it("answers from the map, with its date and its blind spots", async () => {
    const tools = await answerTools(commands, "checkout -> ledger");

    const { reply, data } = await answerCommand(tools, typed("ask ledger"));

    expect(data).toEqual(["prod/shop/checkout"]);
    expect(reply.headline).toBe("When ledger fails: 1 down");
    expect(reply.footer[0]).toBe("As of 2026-03-02 02:13 UTC. Sources: test 0 s ago");
    expect(reply.banner).toBeUndefined();
  });

  it("offers to share an answer, but not a question that asks first", async () => {
    const tools = await answerTools(commands, "checkout -> ledger");

    expect(labels((await answerCommand(tools, typed("ask ledger"))).reply)).toEqual([
      "Share to channel",
    ]);
    expect(labels((await answerCommand(tools, typed("forget"))).reply)).toEqual([
      "Yes, change the map",
    ]);
  });

  it("puts a banner on every answer once the map is old", async () => {
    const tools = await answerTools(commands, "checkout -> ledger");
    tools.clock.at = NOW + 3 * 3_600_000;

    const { reply } = await answerCommand(tools, typed("ask ledger"));

    expect(reply.banner).toMatch(/^The map is 3 h old/);
  });

  it("shows the three nearest for an unknown component, and guesses nothing", async () => {
    const tools = await answerTools(commands, "checkout -> ledger", "ledger -> ledger-db");

    const { reply, data } = await answerCommand(tools, typed("ask legder"));

    expect(reply.headline).toBe("The map knows no “legder”");
    expect(data).toMatchObject({ unknown: "legder" });
    expect(labels(reply)).toContain("ledger");
  });

  it("names the nearest command for one that there is not", async () => {
    const tools = await answerTools(commands);

    const { data } = await answerCommand(tools, typed("forgte"));

    expect(data).toEqual({ error: "unknown-command", asked: "forgte", similar: ["forget"] });
  });

  it("tells a guest nothing", async () => {
    const tools = await answerTools(commands, "checkout -> ledger");

    const { reply, data } = await answerCommand(tools, typed("ask ledger", GUEST));

    expect(data).toEqual({ error: "not-allowed" });
    expect(JSON.stringify(reply)).not.toContain("checkout");
  });

  it("lets only approvers change the map, and only when they confirm", async () => {
    const tools = await answerTools(commands, "checkout -> ledger");

    const refused = await answerCommand(tools, typed("forget", MEMBER), true);
    const asked = await answerCommand(tools, typed("forget", APPROVER));
    const before = (await tools.store.snapshot(NOW)).consumer.length;
    tools.clock.at += 1;
    const done = await answerCommand(tools, typed("forget", APPROVER), true);

    expect(refused.data).toEqual({ error: "not-allowed" });
    expect(asked.data).toMatchObject({ needsConfirmation: true });
    expect(before).toBe(1);
    expect(done.data).toMatchObject({ written: true, source: "person:maria" });
    expect((await tools.store.snapshot(tools.clock.at)).consumer.length).toBe(0);
  });

  it("answers a fault with its code and next step", async () => {
    const tools = await answerTools(commands);

    const { reply, data } = await answerCommand(tools, typed("broken"));

    expect(data).toEqual({ error: "graph-store-away" });
    expect(reply.headline).toBe("depmap could not answer (graph-store-away)");
    expect(JSON.stringify(reply.blocks)).toContain("look at its disk");
  });
});

describe("answerCommand and a store that may be away", () => {
  /** Tools whose map is kept from a real store behind a switch. */
  async function keptTools() {
    const tools = await answerTools(commands, "checkout -> ledger");
    const switched = switchedStore(tools.store);
    const snapshots = createSnapshotKeeper({
      store: switched.store,
      file: { save: async () => undefined, load: async () => undefined },
      clock: tools.clock,
      log: tools.log,
      deadlineMs: 50,
    });
    await snapshots.start();
    tools.clock.at += 120_000;
    return { ...tools, store: switched.store, snapshots, switched, real: tools.store };
  }

  it("knows what was written a moment before it was asked", async () => {
    const tools = await keptTools();
    await tools.real.say(saying("observation:mesh", [dependency("basket -> ledger")]));

    const { data } = await answerCommand(tools, typed("ask ledger"));

    expect(data).toEqual(["prod/shop/basket", "prod/shop/checkout"]);
  });

  it.each(["away", "hung"] as const)("answers with a banner when the store %s", async (mood) => {
    const tools = await keptTools();
    tools.switched.turn(mood);

    const first = await answerCommand(tools, typed("ask ledger"));
    tools.clock.at += 60_000;
    const second = await answerCommand(tools, typed("ask ledger"));

    expect(first.data).toEqual(["prod/shop/checkout"]);
    expect(first.reply.banner).toBe(
      "The graph store is away: this is the last copy, 2 min old. It is the map as of 02:13 UTC.",
    );
    expect(second.reply.banner).toMatch(/last copy, 3 min old/);
    tools.switched.release();
  });

  it("says so when only the store could answer, and it is silent", async () => {
    const tools = await keptTools();
    const command = defineCommand({
      ...ask,
      name: "whose",
      args: z.object({}),
      run: async ({ store }) => ({
        reply: Reply.parse({ headline: "Who", blocks: [] }),
        data: await store.assertionsAbout("team a"),
      }),
    });
    tools.switched.turn("hung");

    const { data, reply } = await answerCommand({ ...tools, commands: [command] }, typed("whose"));

    expect(data).toEqual({ error: "graph-store-away" });
    expect(reply.banner).toMatch(/^The graph store is away/);
    tools.switched.release();
  });

  it("has no banner once the store is back", async () => {
    const tools = await keptTools();
    tools.switched.turn("away");
    await answerCommand(tools, typed("ask ledger"));
    tools.switched.turn("there");
    tools.clock.at += 1000;

    expect((await answerCommand(tools, typed("ask ledger"))).reply.banner).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import { blastRadiusReply } from "../../src/briefing/blast-radius-reply.ts";
import { DepmapError } from "../../src/model/errors.ts";
import type { Reply } from "../../src/model/reply.ts";
import { defineCommand } from "../../src/ports/command.ts";
import { answerCommand } from "../../src/workflows/answer-command.ts";
import { askedComponent } from "../../src/workflows/asked-component.ts";
import { assertByHand, askFirst } from "../../src/workflows/assert-by-hand.ts";
import { answerTools, APPROVER, GUEST, MEMBER, NOW, typed } from "../support/answer-tools.ts";
import { idOf } from "../support/graph-of.ts";

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
    if (!context.confirmed) return askFirst(context, "Really?");
    const [consumer, provider] = [idOf("checkout"), idOf("ledger")];
    const claim = {
      fact: { type: "no-dependency" as const, consumer, provider },
      confidence: 1,
      evidence: [],
    };
    return await assertByHand(context, claim, "it is gone");
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

import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { DepmapError } from "../../src/model/errors.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools, NOW } from "../support/answer-tools.ts";
import { typed } from "../support/people.ts";
import { proposalOf } from "../support/proposal-of.ts";
import { recordOf } from "../support/record-of.ts";
import { wordsOf } from "../support/words-of.ts";

/** A store that went away after the map was read. */
function away(store: GraphStore): GraphStore {
  const rejects = () =>
    Promise.reject(new DepmapError("graph-store-away", "cannot reach the store; look at its disk"));
  return new Proxy(store, { get: () => rejects });
}

it("tells how big and how fresh the map is, and what waits", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");
  await tools.store.keepIncident(recordOf("Q1"));
  await tools.store.propose(proposalOf("a -> b"));
  tools.clock.at = NOW + 120_000;

  const { reply, data } = await answerCommand(tools, typed("status"));

  expect(reply.tone).toBe("ok");
  expect(wordsOf(reply)).toMatch(/2 min ago[^]*test +1 +2 min ago/);
  expect(data).toMatchObject({
    components: 2,
    dependencies: 1,
    owned: 0,
    asOf: "2026-03-02T02:13:00.000Z",
    storeAnswers: true,
    openIncidents: 1,
    openProposals: 1,
    sources: [{ source: "test", facts: 1 }],
  });
});

it("answers while the store is away, says so, and has a banner once the map is old", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");
  const cutOff = { ...tools, store: away(tools.store) };
  tools.clock.at = NOW + 3_600_000;

  const { reply, data } = await answerCommand(cutOff, typed("status"));

  expect(reply.tone).toBe("degraded");
  expect(reply.banner).toMatch(/^The map is 1 h old/);
  expect(wordsOf(reply)).toContain("away: answering from the last copy");
  expect(data).toMatchObject({ components: 2, storeAnswers: false });
});

it.each([
  "blast-radius ledger",
  "depends-on checkout",
  "used-by ledger",
  "path checkout ledger",
  "owners ledger",
  "whois ledger",
  "blast-radius legder",
  "help",
])("is not alone in that: %s answers, too", async (line) => {
  const tools = await answerTools(commands, "checkout -> ledger");

  const { reply, data } = await answerCommand({ ...tools, store: away(tools.store) }, typed(line));

  expect(data).not.toHaveProperty("error");
  expect(reply.headline).not.toContain("could not answer");
});

it("leaves no question open when the store is away: which component, it asks, with what it has", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");

  const { reply } = await answerCommand(
    { ...tools, store: away(tools.store) },
    typed("blast-radius"),
  );

  expect(reply.headline).toBe("Which component?");
});

it.each(["review", "incident", "propose checkout calls ledger"])(
  "names the code and the next step where the store is all there is: %s",
  async (line) => {
    const tools = await answerTools(commands, "checkout -> ledger");

    const { reply, data } = await answerCommand(
      { ...tools, store: away(tools.store) },
      typed(line),
    );

    expect(data).toEqual({ error: "graph-store-away" });
    expect(wordsOf(reply)).toContain("look at its disk");
  },
);

it("says how to fill an empty map", async () => {
  const { reply } = await answerCommand(await answerTools(commands), typed("status"));

  expect(reply.headline).toBe("The map is empty");
  expect(wordsOf(reply)).toContain("depmap -- import PATH");
});

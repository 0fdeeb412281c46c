import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { spofCommand } from "../../commands/spof.ts";
import type { SinglePointsSoFar } from "../../src/ports/analyst.ts";
import type { CommandContext } from "../../src/ports/command.ts";
import { singlePointsOfFailure } from "../../src/analysis/single-points-of-failure.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools, NOW } from "../support/answer-tools.ts";
import { APPROVER, typed } from "../support/people.ts";
import { graphOf, idOf } from "../support/graph-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

const ARROWS = ["web -> checkout", "app -> checkout", "checkout -> ledger", "report ~> ledger"];

it("lists what takes others down, worst first, with how sure that is and who says so", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("spof"));

  expect(reply.headline).toBe("2 of 5 components take others down when failing alone");
  expect(wordsOf(reply)).toContain("ledger 3 down, 1 degraded; 90 % sure, said by test");
  expect(data).toMatchObject({
    asOf: new Date(NOW).toISOString(),
    components: 5,
    count: 2,
    points: [
      { component: idOf("ledger"), down: 3, degraded: 1, stale: 0 },
      { component: idOf("checkout"), down: 2, degraded: 0, stale: 0 },
    ],
  });
  expect(buttonsOf(reply)["ledger"]).toBe("spof prod/shop/ledger");
});

it("dates the answer and says what it does not see", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply } = await answerCommand(tools, typed("single-points"));

  expect(reply.footer[0]).toBe("As of 2026-03-02 02:13 UTC. Sources: test 0 s ago");
  expect(reply.footer[1]).toMatch(/^Not seen: Replicas that nobody told of/);
});

it("lists as many as were asked for, and counts the others", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("spof --top 1"));

  expect(data).toMatchObject({ count: 2, points: [{ component: idOf("ledger") }] });
  expect(reply.blocks[0]).toMatchObject({ type: "list", more: 1 });
});

it("says so when there are none", async () => {
  const tools = await answerTools(commands, "web ~> search");

  const { reply, data } = await answerCommand(tools, typed("spof"));

  expect(reply.headline).toBe("None of 2 components takes another down when it fails alone");
  expect(data).toMatchObject({ count: 0, points: [] });
});

it("looks at one component", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("spof ledger"));

  expect(reply.headline).toBe("ledger is a single point of failure: 3 components go down with it");
  expect(data).toMatchObject({ isSinglePoint: true, component: idOf("ledger"), down: 3 });
  expect(buttonsOf(reply)["Blast radius"]).toBe("blast-radius prod/shop/ledger");
});

it("says that a component is none, and what its failure does all the same", async () => {
  const tools = await answerTools(commands, "web ~> search");

  const { reply, data } = await answerCommand(tools, typed("spof search"));

  expect(reply.headline).toBe(
    "search is no single point of failure: nothing else goes down with it",
  );
  expect(wordsOf(reply)).toContain("1 degraded");
  expect(data).toMatchObject({ isSinglePoint: false, degraded: 1 });
});

it("helps with a name that the map does not know", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply } = await answerCommand(tools, typed("spof legder"));

  expect(buttonsOf(reply)["ledger"]).toBe("spof prod/shop/ledger");
});

/** A context in which so much has been worked out. */
async function contextWith(
  soFar: SinglePointsSoFar,
  snapshot = graphOf(...ARROWS),
): Promise<CommandContext> {
  const { store, painter } = await answerTools(commands);
  const look = () => Promise.resolve(soFar);
  return {
    snapshot,
    store,
    painter,
    commands,
    now: NOW,
    asker: APPROVER,
    place: { chat: "test" },
    line: "spof",
    confirmed: false,
    singlePoints: { look },
  };
}

it("warns of redundancy that does not hold", async () => {
  const group = { redundancyGroup: { name: "stores", needed: 1 } };
  const map = graphOf(
    ["checkout -> store-a", group],
    ["checkout -> store-b", group],
    ["till -> store-a", { fallback: "store-b" }],
    "store-a -runs-on-> zone",
    "store-b -runs-on-> zone",
  );
  const context = await contextWith({ answer: singlePointsOfFailure(map, 10) }, map);

  const ofAll = wordsOf((await spofCommand.run(context, { top: 10 })).reply);
  const ofZone = wordsOf((await spofCommand.run(context, { component: "zone", top: 10 })).reply);
  const ofStore = wordsOf(
    (await spofCommand.run(context, { component: "store-a", top: 10 })).reply,
  );

  for (const words of [ofAll, ofZone]) {
    expect(words).toContain("till falls back on store-b: zone takes that away, too");
    expect(words).toContain(
      "checkout counts on one of store-a, store-b: zone takes all of them away, too",
    );
  }
  expect(ofStore).toContain("store-b for till; store-b for checkout");
});

it("says how far the count is when there is no answer yet", async () => {
  const context = await contextWith({ counting: { done: 430, of: 1000 } });

  const { reply, data } = await spofCommand.run(context, { top: 7 });

  expect(reply.headline).toBe("Counting what each of 1000 components takes down: 43 %");
  expect(buttonsOf(reply)["Ask again"]).toBe("spof --top 7");
  expect(data).toEqual({ error: "not-counted-yet", done: 430, of: 1000 });
});

it("answers from the last count while the next one goes on, and says so", async () => {
  const earlier = { ...singlePointsOfFailure(graphOf("a -> b"), 20), asOf: NOW };
  const context = await contextWith({ answer: earlier, counting: { done: 1, of: 4 } });

  const { reply, data } = await spofCommand.run(context, { top: 10 });

  expect(reply.banner).toBe(
    "From the map as of 2026-03-02 02:13 UTC: it has changed since, and is being counted anew (25 %).",
  );
  expect(data).toMatchObject({ count: 1, counting: { done: 1, of: 4 } });
});

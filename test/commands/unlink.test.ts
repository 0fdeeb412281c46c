import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools, type TestedTools } from "../support/answer-tools.ts";
import { OWNER, ownedBy } from "../support/owned-by.ts";
import { MEMBER, typed } from "../support/people.ts";
import { dependencyOf, idOf } from "../support/graph-of.ts";
import { buttonsOf } from "../support/words-of.ts";

const ARROWS = ["checkout -> ledger", "checkout -event-> ledger"];

async function statesOf(tools: TestedTools): Promise<string[]> {
  await tools.refresh();
  const map = tools.snapshots.current();
  return Array.from(map.consumer, (_, index) => {
    const { coupling, state } = map.dependency(index);
    return `${coupling} ${state}`;
  });
}

async function confirmed(line: string): Promise<TestedTools> {
  const tools = await answerTools(commands, ...ARROWS);
  tools.clock.at += 1000;
  await answerCommand(tools, typed(line), true);
  return tools;
}

it("asks first, and says what a source that sees it again will make of it", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply } = await answerCommand(tools, typed("unlink checkout ledger"));

  expect(reply.headline).toContain("disputed, not forgotten");
  expect(buttonsOf(reply)).toEqual({ "Yes, change the map": "unlink checkout ledger" });
  expect(await statesOf(tools)).toHaveLength(2);
});

it("takes the dependency off the map under the person's own source; the import's word stays on record", async () => {
  const tools = await confirmed("unlink checkout ledger");

  expect(await statesOf(tools)).toEqual([]);
  const key = `${idOf("checkout")} ${idOf("ledger")}`;
  expect(await tools.store.assertionsAbout(`no-dependency ${key} *`)).toMatchObject([
    { source: { name: "person:maria", type: "person" } },
  ]);
  const [imported] = await tools.store.assertionsAbout(`dependency ${key} call`);
  expect(imported?.retractedAt).toBeUndefined();
});

it("takes off one coupling alone when it is named", async () => {
  expect(await statesOf(await confirmed("unlink checkout ledger --as event"))).toEqual([
    "call declared",
  ]);
});

it("is disputed when an import sees it again", async () => {
  const tools = await confirmed("unlink checkout ledger --as call");
  const { consumer, provider, coupling } = dependencyOf("checkout -> ledger");
  const fact = { type: "dependency", dependency: { consumer, provider, coupling } } as const;
  const claims = [{ fact, confidence: 0.9, evidence: [] }];
  const source = { name: "test", type: "import" } as const;
  await tools.store.say({ source, at: tools.clock.at + 1, claims, complete: false, actor: "test" });

  expect(await statesOf(tools)).toContain("call disputed");
});

it("is not for members", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { data } = await answerCommand(tools, typed("unlink checkout ledger", MEMBER), true);

  expect(data).toEqual({ error: "not-allowed" });
  expect(await statesOf(tools)).toHaveLength(2);
});

it("is for members of the group of a team that owns an end, too", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  await ownedBy(tools, "checkout");
  tools.clock.at += 1000;

  const { data } = await answerCommand(tools, typed("unlink checkout ledger", OWNER), true);

  expect(data).toMatchObject({ written: true });
  expect(await statesOf(tools)).toEqual([]);
});

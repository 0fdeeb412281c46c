import { expect, it } from "vitest";
import type { ThreadMessage } from "../../src/ports/chat.ts";
import { proposeFromThread } from "../../src/workflows/propose-dependency.ts";
import { answerTools, NOW, type TestedTools } from "../support/answer-tools.ts";
import { idOf } from "../support/graph-of.ts";

const ARROWS = ["checkout -> ledger", "fares -> fares-db", "dues-sync -> ledger"];

function said(...texts: readonly string[]): ThreadMessage[] {
  return texts.map((text, place) => ({
    id: String(place),
    author: "Robin",
    text,
    at: NOW,
    link: `https://chat.example/${place}`,
  }));
}

async function propose(tools: TestedTools, thread: readonly ThreadMessage[]) {
  const { store, clock, snapshots } = tools;
  const read = { thread, store, clock, snapshot: snapshots.current() };
  return (await proposeFromThread({ ...read, proposer: "maria", environment: "prod" })).proposals;
}

it("keeps a proposal with the sentence, its author and its link", async () => {
  const tools = await answerTools([], ...ARROWS);

  const [proposal] = await propose(
    tools,
    said("Good evening.", "Turns out fares reads the table that dues-sync fills. Who knew?"),
  );

  expect(proposal).toMatchObject({
    change: "add",
    consumer: { id: idOf("fares") },
    provider: { id: idOf("dues-sync") },
    coupling: "data",
    quote: "Turns out fares reads the table that dues-sync fills.",
    author: "Robin",
    link: "https://chat.example/1",
    proposer: "maria",
    state: "open",
  });
  expect(await tools.store.proposal(proposal?.id ?? "")).toEqual(proposal);
});

it("proposes once what is read twice, and what was decided stays decided", async () => {
  const tools = await answerTools([], ...ARROWS);
  const thread = said("fares calls ledger.");
  const [first] = await propose(tools, thread);
  await tools.store.decideProposal(first?.id ?? "", { state: "rejected", by: "omar", at: NOW });

  const [second] = await propose(tools, thread);

  expect(second).toMatchObject({ id: first?.id, state: "rejected", decidedBy: "omar" });
  expect((await tools.store.proposals("open")).items).toEqual([]);
});

it("proposes apart what two messages state", async () => {
  const tools = await answerTools([], ...ARROWS);

  const one = await propose(tools, said("fares calls ledger."));
  const other = await propose(tools, said("Nothing here.", "fares calls ledger."));

  expect(other[0]?.id).not.toBe(one[0]?.id);
  expect(other[0]?.remarks.join()).toContain("Another proposal that waits says the same");
});

it("proposes all the same what the map has, and says so", async () => {
  const tools = await answerTools([], ...ARROWS);

  const [proposal] = await propose(tools, said("checkout calls ledger."));

  expect(proposal?.remarks).toEqual(["The map has it already: call, declared by test, 90 % sure."]);
});

it("proposes the end of a dependency", async () => {
  const tools = await answerTools([], ...ARROWS);

  const [proposal] = await propose(tools, said("checkout no longer depends on ledger."));

  expect(proposal).toMatchObject({ change: "remove", provider: { id: idOf("ledger") } });
  expect(proposal?.remarks.join()).toContain("The map has it");
});

it("gives a component that the map does not know an id near the one it was named with", async () => {
  const tools = await answerTools([], ...ARROWS);

  const [proposal] = await propose(tools, said("checkout reads from rates-db."));

  expect(proposal?.provider).toEqual({
    id: idOf("rates-db"),
    isNew: { name: "rates-db", kind: "datastore" },
  });
});

it("says nothing where nothing is stated", async () => {
  const tools = await answerTools([], ...ARROWS);

  expect(await propose(tools, said("Should fares call ledger?", "We could move it."))).toEqual([]);
  expect(await propose(tools, [])).toEqual([]);
});

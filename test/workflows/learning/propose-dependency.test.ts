import { expect, it } from "vitest";
import type { ThreadMessage } from "../../../src/ports/chat.ts";
import { proposeFromThread } from "../../../src/workflows/learning/propose-dependency.ts";
import { answerTools, NOW, type TestedTools } from "../../support/answer-tools.ts";

function threadOf(...texts: string[]): ThreadMessage[] {
  return texts.map((text, index) => ({
    id: `m${index}`,
    author: "Robin",
    text,
    at: NOW + index,
    link: `https://chat.example/m${index}`,
  }));
}

async function propose(tools: TestedTools, ...texts: string[]) {
  const { proposals } = await proposeFromThread({
    thread: threadOf(...texts),
    snapshot: tools.snapshots.current(),
    store: tools.store,
    clock: tools.clock,
    incidentId: "Q7",
    proposer: "omar",
    environment: "prod",
  });
  return proposals;
}

it("keeps a stated dependency as an open proposal, with its sentence, author, link and incident", async () => {
  const tools = await answerTools([], "checkout -> ledger", "fares -> dues-sync");

  const [proposal, ...more] = await propose(
    tools,
    "Morning.",
    "We looked. Turns out checkout reads the table that dues-sync fills.",
  );

  expect(more).toEqual([]);
  expect(proposal).toMatchObject({
    change: "add",
    consumer: { id: "prod/shop/checkout" },
    provider: { id: "prod/shop/dues-sync" },
    coupling: "data",
    quote: "Turns out checkout reads the table that dues-sync fills.",
    author: "Robin",
    link: "https://chat.example/m1",
    incidentId: "Q7",
    proposer: "omar",
    proposedAt: NOW,
    state: "open",
    remarks: [],
  });
  expect(await tools.store.proposal(proposal?.id ?? "")).toEqual(proposal);
});

it("proposes once, however often the thread is read", async () => {
  const tools = await answerTools([], "checkout -> ledger", "fares -> dues-sync");
  const sentence = "Checkout depends on fares.";

  const [first] = await propose(tools, sentence);
  const [second] = await propose(tools, sentence);

  expect(second).toEqual(first);
  expect((await tools.store.proposals("open")).items).toHaveLength(1);
});

it("leaves decided what was decided", async () => {
  const tools = await answerTools([], "checkout -> ledger", "fares -> dues-sync");
  const [first] = await propose(tools, "Checkout depends on fares.");
  await tools.store.decideProposal(first?.id ?? "", { state: "rejected", by: "maria", at: NOW });

  const [again] = await propose(tools, "Checkout depends on fares.");

  expect(again?.state).toBe("rejected");
});

it("puts a new component beside the one it was named with, and guesses its kind", async () => {
  const tools = await answerTools([], "checkout -> ledger");

  const [proposal] = await propose(tools, "Checkout publishes each order to the Parcel queue.");

  expect(proposal?.provider).toEqual({
    id: "prod/shop/parcel-queue",
    isNew: { name: "Parcel queue", kind: "queue" },
  });
});

it("proposes a removal as one", async () => {
  const tools = await answerTools([], "checkout -> ledger");

  const [proposal] = await propose(tools, "Since Monday checkout no longer calls ledger.");

  expect(proposal).toMatchObject({
    change: "remove",
    remarks: [expect.stringContaining("call, declared by test")],
  });
});

it("shows what the map has already, marked as such", async () => {
  const tools = await answerTools([], "checkout -> ledger");

  const [proposal] = await propose(tools, "Checkout calls ledger.");

  expect(proposal?.remarks).toEqual(["The map has it already: call, declared by test, 90 % sure."]);
});

it("proposes nothing from questions and plans", async () => {
  const tools = await answerTools([], "checkout -> ledger", "fares -> dues-sync");

  expect(
    await propose(tools, "Does checkout depend on fares?", "We should move fares to ledger."),
  ).toEqual([]);
});

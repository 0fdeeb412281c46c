import { expect, it } from "vitest";
import type { Proposal } from "../../../src/model/proposal.ts";
import { mapSays } from "../../../src/workflows/learning/map-says.ts";
import { answerTools, NOW, type TestedTools } from "../../support/answer-tools.ts";
import { dependencyOf, idOf } from "../../support/graph-of.ts";
import { proposalOf } from "../../support/proposal-of.ts";

async function remarksOn(
  tools: TestedTools,
  arrow: string,
  change: Proposal["change"] = "add",
): Promise<string[]> {
  const { consumer, provider, coupling } = dependencyOf(arrow);
  const edge = { change, consumer, provider, coupling };
  return mapSays({ snapshot: tools.snapshots.current(), store: tools.store }, edge, "own");
}

it("has nothing to say of what is new", async () => {
  const tools = await answerTools([], "checkout -> ledger");

  expect(await remarksOn(tools, "fares -> dues-sync")).toEqual([]);
});

it("tells a duplicate, another coupling between the two, and the opposite", async () => {
  const tools = await answerTools([], "checkout -> ledger", "ledger -event-> checkout");

  expect(await remarksOn(tools, "checkout -> ledger")).toEqual([
    "The map has it already: call, declared by test, 90 % sure.",
    "The map has the opposite: ledger depends on checkout (event, declared by test, 90 % sure).",
  ]);
  expect((await remarksOn(tools, "checkout -data-> ledger"))[0]).toBe(
    "The map has another one between the two: call, declared by test, 90 % sure.",
  );
});

it("tells who said before that it is gone, for this coupling or for all", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  const [consumer, provider] = [idOf("checkout"), idOf("ledger")];
  for (const [name, coupling] of [
    ["person:U1", "call"],
    ["person:U2", undefined],
  ] as const) {
    const fact = {
      type: "no-dependency",
      consumer,
      provider,
      ...(coupling ? { coupling } : {}),
    } as const;
    const evidence = name === "person:U1" ? ["said by Maria in slack/C1"] : [];
    const claims = [{ fact, confidence: 1, evidence }];
    await tools.store.say({
      source: { name, type: "person" },
      at: NOW,
      claims,
      complete: false,
      actor: name,
    });
  }
  await tools.refresh();

  expect(
    (await remarksOn(tools, "checkout -> ledger")).filter((one) => one.includes("gone")),
  ).toEqual([
    "Maria said on 2026-03-02 that it is gone.",
    "person:U2 said on 2026-03-02 that it is gone.",
  ]);
  expect((await remarksOn(tools, "checkout -event-> ledger")).join()).not.toContain("Maria");
});

it("shows what a removal would take away, or that there is nothing to take", async () => {
  const tools = await answerTools([], "checkout -> ledger");

  expect(await remarksOn(tools, "checkout -> ledger", "remove")).toEqual([
    "The map has it: call, declared by test, 90 % sure.",
  ]);
  expect(await remarksOn(tools, "ledger -> checkout", "remove")).toEqual([
    "The map has no dependency of ledger on checkout.",
  ]);
});

it("names other proposals that wait for the same two, and whoever rejected one before", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  await tools.store.propose(proposalOf("fares -> dues-sync", { id: "own" }));
  await tools.store.propose(proposalOf("fares -data-> dues-sync", { id: "same" }));
  await tools.store.propose(proposalOf("fares -> dues-sync", { id: "contrary", change: "remove" }));
  await tools.store.propose(proposalOf("fares -> dues-sync", { id: "past" }));
  await tools.store.propose(proposalOf("dues-sync -> fares", { id: "opposite" }));
  await tools.store.decideProposal("past", { state: "rejected", by: "omar", at: NOW });

  expect(await remarksOn(tools, "fares -> dues-sync")).toEqual([
    "Another proposal that waits says the same: “Turns out: fares -data-> dues-sync.” (Robin).",
    "Another proposal that waits says the contrary: “Turns out: fares -> dues-sync.” (Robin).",
    "omar rejected the same on 2026-03-02.",
  ]);
});

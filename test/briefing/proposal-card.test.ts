import { expect, it } from "vitest";
import { proposalCard, proposalForm } from "../../src/briefing/proposal-card.ts";
import type { Proposal } from "../../src/model/proposal.ts";
import type { Block } from "../../src/model/reply.ts";

function proposal(more: Partial<Proposal> = {}): Proposal {
  return {
    id: "p1",
    change: "add",
    consumer: { id: "prod/shop/checkout" },
    provider: { id: "prod/shop/dues-sync" },
    coupling: "data",
    confidence: 0.86,
    quote: "Turns out checkout reads the table that dues-sync fills.",
    author: "Robin",
    link: "https://chat.example/m1",
    proposer: "omar",
    proposedAt: 0,
    remarks: [],
    state: "open",
    ...more,
  };
}

function blockOf<Type extends Block["type"]>(blocks: readonly Block[], type: Type) {
  return blocks.find((block): block is Extract<Block, { type: Type }> => block.type === type);
}

it("says the edge in words, and quotes the sentence with its author and link", () => {
  const { headline, blocks } = proposalCard(proposal());

  expect(headline).toBe(
    "Proposed: checkout depends on dues-sync (data: it reads what dues-sync fills)",
  );
  expect(blockOf(blocks, "quote")).toEqual({
    type: "quote",
    text: "Turns out checkout reads the table that dues-sync fills.",
    author: "Robin",
    link: "https://chat.example/m1",
  });
});

it("says a removal as one", () => {
  expect(proposalCard(proposal({ change: "remove" })).headline).toBe(
    "Proposed: checkout does not depend on dues-sync any more",
  );
});

it("offers Approve, Edit and Reject while it is open", () => {
  const buttons = blockOf(proposalCard(proposal()).blocks, "buttons")?.buttons ?? [];

  expect(buttons.map(({ label, action }) => [label, action])).toEqual([
    ["Approve", { type: "decide-proposal", proposalId: "p1", decision: "approve" }],
    ["Edit", { type: "edit-proposal", proposalId: "p1" }],
    ["Reject", { type: "decide-proposal", proposalId: "p1", decision: "reject" }],
  ]);
});

it.each(["approved", "rejected"] as const)("shows who %s it, and offers nothing more", (state) => {
  const decided = proposal({
    state,
    decidedBy: "maria",
    decidedAt: Date.parse("2026-03-02T09:30:00Z"),
  });

  const { headline, blocks } = proposalCard(decided);

  expect(headline).toMatch(state === "approved" ? /^Approved by maria: / : /^Rejected by maria: /);
  expect(JSON.stringify(blockOf(blocks, "facts"))).toContain("2026-03-02 09:30");
  expect(blockOf(blocks, "buttons")).toBeUndefined();
});

it("says what would be new on the map, how surely it was read, and what the map says", () => {
  const provider = {
    id: "prod/shop/parcel-queue",
    isNew: { name: "Parcel queue", kind: "queue" },
  } as const;

  const { blocks } = proposalCard(proposal({ provider, remarks: ["The map has the opposite."] }));

  const facts = JSON.stringify(blockOf(blocks, "facts"));
  expect(facts).toContain("Parcel queue, a queue (prod/shop/parcel-queue)");
  expect(facts).toContain("86");
  expect(blockOf(blocks, "list")?.items.map(({ text }) => text)).toEqual([
    "The map has the opposite.",
  ]);
});

it("fills the form with what was proposed", () => {
  const form = blockOf(proposalForm(proposal({ strength: "soft" })).blocks, "form");

  expect(form?.fields.map(({ name, value }) => [name, value])).toEqual([
    ["consumer", "prod/shop/checkout"],
    ["provider", "prod/shop/dues-sync"],
    ["coupling", "data"],
    ["strength", "soft"],
  ]);
});

import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools, NOW } from "../support/answer-tools.ts";
import { typed } from "../support/people.ts";
import { proposalOf } from "../support/proposal-of.ts";
import { wordsOf } from "../support/words-of.ts";

it("says that nothing waits, and how something would", async () => {
  const { reply, data } = await answerCommand(await answerTools(commands), typed("review"));

  expect(reply.headline).toBe("Nothing waits for review");
  expect(data).toEqual([]);
});

it("lists what waits, oldest first, five at a time", async () => {
  const tools = await answerTools(commands);
  for (const place of [3, 1, 2, 5, 4, 6, 7]) {
    const proposedAt = NOW + place;
    await tools.store.propose(proposalOf(`a -> p${place}`, { id: `p${place}`, proposedAt }));
  }

  const { reply, data } = await answerCommand(tools, typed("review"));

  expect(reply.headline).toBe("7 proposals wait for review");
  expect(reply.footer.join()).toContain("2 more wait behind these.");
  const ids = (data as { id: string }[]).map(({ id }) => id);
  expect(ids).toEqual(["p1", "p2", "p3", "p4", "p5", "p6", "p7"]);
  const actions = reply.blocks.flatMap((block) =>
    block.type === "buttons" ? block.buttons.map(({ action }) => action) : [],
  );
  const approvals = actions.flatMap((action) =>
    action.type === "decide-proposal" && action.decision === "approve" ? [action.proposalId] : [],
  );
  expect(approvals).toEqual(["p1", "p2", "p3", "p4", "p5"]);
});

it("speaks of one proposal as of one", async () => {
  const tools = await answerTools(commands);
  await tools.store.propose(proposalOf("a -> b"));

  const { reply } = await answerCommand(tools, typed("review"));

  expect(reply.headline).toBe("1 proposal waits for review");
});

it("leaves out what was decided", async () => {
  const tools = await answerTools(commands);
  await tools.store.propose(proposalOf("a -> b", { id: "p" }));
  await tools.store.decideProposal("p", { state: "rejected", by: "omar", at: NOW });

  const { data } = await answerCommand(tools, typed("review"));

  expect(data).toEqual([]);
});

it("shows one by its id, decided or not", async () => {
  const tools = await answerTools(commands);
  await tools.store.propose(proposalOf("a -> b", { id: "p" }));
  await tools.store.decideProposal("p", { state: "rejected", by: "omar", at: NOW });

  const { reply, data } = await answerCommand(tools, typed("review p"));

  expect(reply.headline).toBe("Rejected by omar: a depends on b (call)");
  expect(data).toMatchObject({ id: "p", state: "rejected" });
});

it("says of an id that nobody knows that it is unknown, not that nothing waits", async () => {
  const tools = await answerTools(commands);

  const { reply, data } = await answerCommand(tools, typed("review nonsense"));

  expect(data).toMatchObject({ unknown: "nonsense" });
  expect(wordsOf(reply)).toContain("nonsense");
});

it("names the sentence that each of several proposals was read from", async () => {
  const tools = await answerTools(commands);
  await tools.store.propose(proposalOf("a -> b"));
  await tools.store.propose(proposalOf("c -> d"));

  const { reply } = await answerCommand(tools, typed("review"));

  expect(wordsOf(reply)).toMatch(/Turns out: a -> b[^]*Turns out: c -> d/);
});

import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools, NOW } from "../support/answer-tools.ts";
import { MEMBER, typed } from "../support/people.ts";
import { idOf } from "../support/graph-of.ts";
import { recordOf } from "../support/record-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

const ARROWS = ["checkout -> ledger", "fares -> fares-db", "dues-sync -> ledger"];

it("keeps what a sentence says as a proposal, for members too, and shows its card", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(
    tools,
    typed("propose fares reads the table that dues-sync fills", MEMBER),
  );

  expect(reply.headline).toMatch(/^Proposed: fares depends on dues-sync/);
  expect(reply.visibility).toBe("asker");
  expect(Object.keys(buttonsOf(reply))).toEqual(
    expect.arrayContaining(["Approve", "Edit", "Reject"]),
  );
  expect(data).toMatchObject({
    proposals: [{ author: "Robin", proposer: "robin", state: "open" }],
  });
  expect((await tools.store.proposals("open")).items).toMatchObject([
    { consumer: { id: idOf("fares") }, provider: { id: idOf("dues-sync") } },
  ]);
});

it("reads arrows, too", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { data } = await answerCommand(tools, typed("propose fares depends on -> ledger"));

  expect(data).not.toHaveProperty("error", "bad-input");
});

it("ties it to the incident of the channel", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  await tools.store.keepIncident(recordOf("Q7"));

  await answerCommand(tools, typed("propose fares calls ledger"));

  expect((await tools.store.proposals("open")).items[0]?.incidentId).toBe("Q7");
});

it("tells two sentences apart, also about the same edge in the same channel", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  await answerCommand(tools, typed("propose fares calls ledger"));
  const [first] = (await tools.store.proposals("open")).items;
  await tools.store.decideProposal(first?.id ?? "", { state: "rejected", by: "omar", at: NOW });

  const { reply } = await answerCommand(tools, typed("propose since Monday fares calls ledger"));

  expect(reply.headline).toMatch(/^Proposed: /);
  expect(wordsOf(reply)).toContain("omar rejected the same on 2026-03-02.");
});

it("proposes the same sentence once", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  for (const line of ["propose fares calls ledger", "propose  fares calls ledger"]) {
    await answerCommand(tools, typed(line));
  }

  expect((await tools.store.proposals("open")).items).toHaveLength(1);
});

it("says how to put it when nothing was stated", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("propose is the ledger slow again"));

  expect(reply.headline).toBe("No dependency was found in that sentence");
  expect(data).toEqual({ error: "cannot-answer", proposals: [] });
  expect(buttonsOf(reply)).toEqual({});
});

it("takes a long sentence, whose line no button could keep", async () => {
  const tools = await answerTools(commands, ...ARROWS);
  const sentence = `fares calls ledger ${"because of what we all know ".repeat(30)}`;

  const { reply } = await answerCommand(tools, typed(`propose ${sentence}`));

  expect(Object.keys(buttonsOf(reply))).not.toContain("Share to channel");
});

import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools } from "../support/answer-tools.ts";
import { typed } from "../support/people.ts";
import { idOf } from "../support/graph-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

const ARROWS = [
  "web -> checkout",
  "checkout -> ledger",
  "web -> basket",
  "basket -> ledger",
  "far -> away",
];

it("shows every chain, link by link", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("path web -> ledger"));

  expect(reply.headline).toBe("Why web depends on ledger");
  expect(wordsOf(reply)).toContain("web → checkout → ledger");
  expect(data).toMatchObject({
    consumer: idOf("web"),
    provider: idOf("ledger"),
    kind: "chains",
    chains: { length: 2 },
  });
});

it.each([
  ["path ledger web", "ledger does not depend on web; it is the other way round", "reversed"],
  ["path web away", "Nothing on the map ties web to away", "none"],
  ["why web web", "web is web", "same"],
])("answers %s", async (line, headline, kind) => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed(line));

  expect(reply.headline).toBe(headline);
  expect(data).toMatchObject({ kind });
});

it("asks again for either name, and keeps the other", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const first = await answerCommand(tools, typed('path chekout "the ledger"'));
  const second = await answerCommand(tools, typed("path checkout legder"));

  expect(buttonsOf(first.reply)["checkout"]).toBe('path prod/shop/checkout "the ledger"');
  expect(buttonsOf(second.reply)["ledger"]).toBe("path checkout prod/shop/ledger");
});

it("says which name is missing", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("path web"));

  expect(data).toEqual({ error: "bad-input", problem: "provider is missing" });
  expect(wordsOf(reply)).toContain("For example: /depmap path web session-cache");
});

it("answers names that are too long for a button without one", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed(`path chekout ${"x".repeat(600)}`));

  expect(data).toMatchObject({ unknown: "chekout" });
  expect(buttonsOf(reply)).toEqual({});
});

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
  "checkout ~event~> mail",
  "ledger -> ledger-db",
];

it("lists the providers, with what binds them and who says so", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("depends-on checkout"));

  expect(reply.headline).toBe("checkout depends on 2 components");
  expect(wordsOf(reply)).toMatch(/ledger .*call.*test/);
  expect(data).toMatchObject({
    component: idOf("checkout"),
    asOf: "2026-03-02T02:13:00.000Z",
    neighbours: [
      { component: idOf("ledger"), hops: 1, coupling: "call", strength: "hard", state: "declared" },
      { component: idOf("mail"), hops: 1, coupling: "event", strength: "soft" },
    ],
  });
});

it("goes as deep as it is asked to, and offers the next step", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("deps web --depth 3"));

  expect(reply.headline).toBe("web depends on 4 components up to 3 away");
  expect(data).toMatchObject({ neighbours: { length: 4 } });
  expect(buttonsOf(reply)["One step further"]).toBe("depends-on prod/shop/web --depth 4");
});

it("says plainly that nothing is known", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply } = await answerCommand(tools, typed("depends on ledger-db"));

  expect(reply.headline).toBe("ledger-db depends on nothing that the map knows");
});

it.each(["0", "99", "deep", ""])("takes no depth of “%s”", async (depth) => {
  const tools = await answerTools(commands, ...ARROWS);

  const { data } = await answerCommand(tools, typed(`depends-on web --depth ${depth}`));

  expect(data).toMatchObject({ error: "bad-input" });
});

it("counts what it does not list", async () => {
  const many = Array.from({ length: 30 }, (_, place) => `web -> p${place}`);
  const tools = await answerTools(commands, ...many);

  const { reply, data } = await answerCommand(tools, typed("depends-on web"));

  expect(wordsOf(reply)).toContain("+18 more");
  expect(data).toMatchObject({ neighbours: { length: 30 } });
});

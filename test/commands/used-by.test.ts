import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools } from "../support/answer-tools.ts";
import { typed } from "../support/people.ts";
import { idOf } from "../support/graph-of.ts";
import { buttonsOf } from "../support/words-of.ts";

const ARROWS = ["web -> checkout", "app -> checkout", "checkout -> ledger"];

it("lists the consumers, nearest first", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply, data } = await answerCommand(tools, typed("used-by ledger --depth 2"));

  expect(reply.headline).toBe("ledger is used by 3 components up to 2 away");
  expect(data).toMatchObject({
    component: idOf("ledger"),
    neighbours: [
      { component: idOf("checkout"), hops: 1 },
      { component: idOf("app"), hops: 2 },
      { component: idOf("web"), hops: 2 },
    ],
  });
});

it("keeps the depth when it asks which component is meant", async () => {
  const tools = await answerTools(commands, ...ARROWS);

  const { reply } = await answerCommand(tools, typed("dependents legder --depth 2"));

  expect(buttonsOf(reply)["ledger"]).toBe("used-by prod/shop/ledger --depth 2");
});

it("ends on circles", async () => {
  const tools = await answerTools(commands, "a -> b", "b -> a");

  const { data } = await answerCommand(tools, typed("used-by a --depth 20"));

  expect(data).toMatchObject({ neighbours: [{ component: idOf("b"), hops: 1 }] });
});

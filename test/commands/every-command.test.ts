import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import type { AnswerTools } from "../../src/workflows/answers/answer-command.ts";
import { answerCommand, isExcuse } from "../../src/workflows/answers/answer-command.ts";
import { parseCommandLine } from "../../src/workflows/answers/parse-command-line.ts";
import { BUDGET } from "../../src/model/reply.ts";
import { APPROVER, GUEST, MEMBER, typed } from "../support/people.ts";
import { exampleEstate } from "../support/example-estate.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

let estate: Awaited<ReturnType<typeof exampleEstate>>;
let tools: AnswerTools;
beforeAll(async () => {
  estate = await exampleEstate();
  tools = estate.tools;
});
afterAll(() => estate.close());

it("is on the list, and has a test of its own", () => {
  const files = readdirSync("commands").map((file) => file.replace(/\.ts$/, ""));
  const named = files.filter((file) => file !== "index");

  expect(named.length).toBeGreaterThan(10);
  expect(commands.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
  expect(named.filter((name) => !existsSync(`test/commands/${name}.test.ts`))).toEqual([]);
});

it("has names that no other command has, however they are written", () => {
  const names = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  const tidy = names.map((name) => name.toLowerCase().replaceAll(/[-_\s]/g, ""));

  expect(new Set(tidy).size).toBe(tidy.length);
});

describe.each(commands.map((command) => [command.name, command] as const))(
  "%s",
  (name, command) => {
    it("has an example that parses and is answered on the example estate", async () => {
      expect(parseCommandLine(command.example, commands)).toMatchObject({ kind: "command" });

      const { reply, data } = await answerCommand(tools, typed(command.example));

      // With the words, so that a failure says what was answered.
      expect([isExcuse(data), wordsOf(reply)]).toEqual([false, wordsOf(reply)]);
      expect(reply.headline.length).toBeLessThanOrEqual(BUDGET.headline);
      expect(JSON.parse(JSON.stringify(data))).toEqual(spelledOut(data));
    });

    it("has a summary that help can print: one line, a capital first, no full stop", () => {
      expect(command.summary).toMatch(/^[A-Z][^\n]*[^.\n]$/);
    });

    it("tells a guest nothing of the map", async () => {
      const { reply, data } = await answerCommand(tools, typed(command.example, GUEST));

      expect(data).toEqual({ error: "not-allowed" });
      expect(reply.headline).toBe("The map is for members only");
    });

    it("changes nothing unless an approver confirms", async () => {
      if (command.effects === "none") return;
      const before = await tools.store.version();

      const member = await answerCommand(tools, typed(command.example, MEMBER), true);
      const { reply, data } = await answerCommand(tools, typed(command.example, APPROVER));

      expect(member.data).toEqual({ error: "not-allowed" });
      expect(data).toMatchObject({ needsConfirmation: true });
      expect(buttonsOf(reply)).toEqual({ "Yes, change the map": command.example });
      expect(await tools.store.version()).toBe(before);
    });

    it("answers words that nobody would type without a fault", async () => {
      const odd = [
        "'",
        "a/b/c",
        "x".repeat(3000),
        "☃ ".repeat(300),
        "--",
        "-> ->",
        "../../etc",
        "<b>&",
      ];

      for (const word of odd) {
        const { data } = await answerCommand(tools, typed(`${name} ${word} ${word}`));
        expect(data).not.toEqual({ error: "cannot-answer" });
      }
    });
  },
);

/** The same data with every list written out that is only made when it is read. */
function spelledOut(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (Symbol.iterator in data) return Array.from(data as Iterable<unknown>, spelledOut);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, spelledOut(value)]));
}

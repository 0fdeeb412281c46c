import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { usageOf } from "../../commands/help.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { parseCommandLine } from "../../src/workflows/answers/parse-command-line.ts";
import { answerTools } from "../support/answer-tools.ts";
import { idOf } from "../support/graph-of.ts";
import { typed } from "../support/people.ts";
import { recordOf } from "../support/record-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

it("lists every command from its declaration, in the order of the list", async () => {
  const { reply, data } = await answerCommand(await answerTools(commands), typed("help"));

  const words = wordsOf(reply);
  const places = commands.map((command) => words.indexOf(usageOf(command)));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(data).toMatchObject({
    commands: commands.map(({ name, summary }) => ({ name, summary })),
  });
});

it("marks what asks first", async () => {
  const { data } = await answerCommand(await answerTools(commands), typed("help"));

  expect(data).toMatchObject({
    commands: expect.arrayContaining([
      expect.objectContaining({ name: "link", effects: "asks first" }),
    ]),
  });
});

it.each(["help blast radius", "help BLAST-RADIUS", "help impact"])(
  "explains one: %s",
  async (line) => {
    const { reply, data } = await answerCommand(await answerTools(commands), typed(line));

    expect(reply.headline).toBe("/depmap blast-radius [COMPONENT] [--picture]");
    expect(wordsOf(reply)).toContain("/depmap blast-radius session-cache");
    expect(data).toMatchObject({ name: "blast-radius", aliases: ["blast", "impact", "radius"] });
  },
);

it("offers the nearest for a command that there is not", async () => {
  const { reply, data } = await answerCommand(await answerTools(commands), typed("help ownerz"));

  expect(data).toEqual({ unknown: "ownerz" });
  expect(Object.values(buttonsOf(reply))).toContain("help owners");
});

it("shows a tray when /depmap stands alone, whose every button is a line that runs", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");

  const { reply } = await answerCommand(tools, typed(""));

  const lines = Object.values(buttonsOf(reply));
  expect(lines).toContain("blast-radius");
  expect(lines.map((line) => parseCommandLine(line, commands).kind)).toEqual(
    lines.map(() => "command"),
  );
});

it("asks in an incident's channel what one wants to know of the incident", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");
  await tools.store.keepIncident(recordOf("Q1"));

  const { reply } = await answerCommand(tools, typed("/depmap"));

  expect(wordsOf(reply)).toContain("about this incident?");
});

it("writes the usage of a command from its arguments", () => {
  const usage = (name: string) => usageOf(commands.find((one) => one.name === name) as never);

  expect(usage("path")).toBe("path CONSUMER PROVIDER [--limit]");
  expect(usage("status")).toBe("status");
});

it("lets one search for a component in the tray, and fill in a link as a form", async () => {
  const { reply } = await answerCommand(await answerTools(commands), typed(""));

  const search = reply.blocks.find((block) => block.type === "search");
  const form = reply.blocks.find((block) => block.type === "form");
  expect(search?.action).toEqual({ type: "command", line: "blast-radius" });
  expect(form?.fields.map(({ name }) => name)).toEqual(["consumer", "provider", "as", "strength"]);
  expect(form?.submit.action).toEqual({ type: "command", line: "link" });
});

it("fills in what probably caused the incident of the channel in which one asks", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");
  await tools.store.keepIncident(recordOf("Q1", { origin: idOf("ledger") }));

  const { reply } = await answerCommand(tools, typed(""));

  const form = reply.blocks.find((block) => block.type === "form");
  expect(form?.fields.find(({ name }) => name === "provider")?.value).toBe(idOf("ledger"));
});

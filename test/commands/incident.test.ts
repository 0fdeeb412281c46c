import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools, NOW } from "../support/answer-tools.ts";
import { MEMBER, typed } from "../support/people.ts";
import { idOf } from "../support/graph-of.ts";
import { recordOf } from "../support/record-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

const elsewhere = { id: "e", person: MEMBER, place: { chat: "test", channel: "general" } };

it("shows where this channel's incident stands", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");
  const affected = [{ component: idOf("checkout"), state: "down" }];
  const incident = { number: 41, title: "Checkout fails" };
  await tools.store.keepIncident(
    recordOf("Q1", { incident, origin: idOf("ledger"), verdict: "ranked", affected }),
  );

  const { reply, data } = await answerCommand(tools, typed("incident"));

  expect(reply.headline).toBe("#41 Checkout fails");
  expect(wordsOf(reply)).toMatch(/triggered[^]*10 min[^]*ledger[^]*checkout down/);
  expect(data).toMatchObject({ incident: { id: "Q1" } });
  expect(buttonsOf(reply)["blast-radius"]).toBe("blast-radius prod/shop/ledger");
});

it("says that it cannot tell when the verdict was that", async () => {
  const tools = await answerTools(commands, "checkout -> ledger");
  await tools.store.keepIncident(
    recordOf("Q1", { verdict: "cannot tell", origin: idOf("ledger") }),
  );

  const { reply } = await answerCommand(tools, typed("incident Q1"));

  expect(wordsOf(reply)).toMatch(/Probable origin +cannot tell/);
});

it.each(["incident Q2", "incident 42", "incident #42"])(
  "finds it by id or number: %s",
  async (line) => {
    const tools = await answerTools(commands);
    await tools.store.keepIncident(recordOf("Q1", { incident: { number: 41 } }));
    await tools.store.keepIncident(recordOf("Q2", { incident: { number: 42 } }));

    const { data } = await answerCommand(tools, typed(line));

    expect(data).toMatchObject({ incident: { id: "Q2" } });
  },
);

it("finds one by its id that fifty others came after", async () => {
  const tools = await answerTools(commands);
  for (let place = 0; place < 60; place += 1) {
    const incident = { openedAt: NOW - 1000 * (100 - place) };
    await tools.store.keepIncident(recordOf(`Q${place}`, { incident }));
  }

  const { data } = await answerCommand(tools, typed("incident Q0"));

  expect(data).toMatchObject({ incident: { id: "Q0" } });
});

it("lists the last five elsewhere, newest first, with buttons", async () => {
  const tools = await answerTools(commands);
  for (let place = 1; place <= 7; place += 1) {
    const incident = { openedAt: NOW - 60_000 * (10 - place) };
    await tools.store.keepIncident(recordOf(`Q${place}`, { incident, channel: "inc" }));
  }

  const { reply, data } = await answerCommand(tools, { ...elsewhere, line: "incidents" });

  expect(reply.headline).toBe("The last incidents");
  expect(data).toMatchObject([7, 6, 5, 4, 3].map((place) => ({ incident: { id: `Q${place}` } })));
  expect(Object.values(buttonsOf(reply))).toContain("incident Q7");
});

it("offers the last ones for an incident that nobody knows", async () => {
  const tools = await answerTools(commands);
  await tools.store.keepIncident(recordOf("Q1", { channel: "inc" }));

  const { reply, data } = await answerCommand(tools, typed("incident Q9"));

  expect(reply.headline).toBe("No incident “Q9” is known");
  expect(data).toEqual({ unknown: "Q9", similar: ["Q1"] });
  expect(Object.values(buttonsOf(reply))).toEqual(["incident Q1"]);
});

it("shows an incident without a title by its id", async () => {
  const tools = await answerTools(commands);
  await tools.store.keepIncident(recordOf("Q1", { incident: { title: " " }, channel: "inc" }));

  const answers = [
    await answerCommand(tools, typed("incident Q1")),
    await answerCommand(tools, typed("incident")),
  ];

  expect(answers.map(({ reply }) => reply.headline)).toEqual(["Q1", "The last incidents"]);
});

it("says how incidents come when there is none", async () => {
  const { reply } = await answerCommand(await answerTools(commands), typed("incident"));

  expect(reply.headline).toBe("No incident yet");
});

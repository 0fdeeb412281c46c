import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import type { ChannelLink } from "../../src/workflows/stories/channels/link-channel.ts";
import { answerTools, NOW } from "../support/answer-tools.ts";
import { GUEST, MEMBER, typed } from "../support/people.ts";
import { recordOf } from "../support/record-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

async function inChannel() {
  const tools = await answerTools(commands);
  const linked: ChannelLink[] = [];
  const ask = (line: string, person = MEMBER) =>
    answerCommand(
      {
        ...tools,
        async linkChannel(link) {
          linked.push(link);
          return "linked";
        },
      },
      {
        id: line,
        line,
        person,
        place: { chat: "test", channel: "C-war-room" },
      },
    );
  return { tools, linked, ask };
}

it.each(["link-channel #42", "link-channel 42", "link channel Q2", "follow Q2"])(
  "links the channel in which a member asks: %s",
  async (line) => {
    const { tools, linked, ask } = await inChannel();
    await tools.store.keepIncident(recordOf("Q2", { incident: { number: 42, title: "Slow" } }));

    const { reply } = await ask(line);

    expect(linked).toEqual([{ incidentId: "Q2", channel: "C-war-room", reason: "command" }]);
    expect(reply).toMatchObject({
      headline: "This channel follows #42 Slow",
      visibility: "channel",
    });
  },
);

it("gives the last five open ones as buttons when it knows no such incident", async () => {
  const { tools, linked, ask } = await inChannel();
  for (let number = 1; number <= 7; number += 1) {
    const status = number === 7 ? "resolved" : "triggered";
    const incident = { number, title: "T", openedAt: NOW + number, status } as const;
    await tools.store.keepIncident(recordOf(`Q${number}`, { incident }));
  }

  const { reply, data } = await ask("link-channel 99");

  expect(linked).toEqual([]);
  expect(data).toEqual({ unknown: "99", similar: ["Q6", "Q5", "Q4", "Q3", "Q2"] });
  expect(buttonsOf(reply)["#6 T"]).toBe("link-channel Q6");
});

it("links no channel to an incident that is over, and says so", async () => {
  const { tools, linked, ask } = await inChannel();
  await tools.store.keepIncident(recordOf("Q1", { incident: { number: 1, status: "resolved" } }));

  const { reply } = await ask("link-channel 1");

  expect([linked, reply.headline]).toEqual([[], "#1 Trouble Q1 is over"]);
});

it("says what is told here already when nothing is named", async () => {
  const { tools, ask } = await inChannel();
  await tools.store.keepIncident(recordOf("Q1", { alsoIn: ["C-war-room"] }));

  const { reply } = await ask("link-channel");

  expect(wordsOf(reply)).toContain("Trouble Q1 is told here");
});

it("links nothing for a guest, and nothing outside a channel", async () => {
  const { tools, linked, ask } = await inChannel();
  await tools.store.keepIncident(recordOf("Q1"));

  await ask("link-channel Q1", GUEST);
  const { reply } = await answerCommand(tools, typed("link-channel Q1", MEMBER));

  expect([linked, reply.headline]).toEqual([[], "This is no channel"]);
});

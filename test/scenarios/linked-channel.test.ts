import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Firm, isBriefing } from "../support/firm.ts";
import { buttonsOf } from "../support/words-of.ts";

const firm = new Firm({});
beforeAll(() => firm.start(), 60_000);
afterAll(async () => {
  await firm.server.stop();
  rmSync(firm.folder, { recursive: true, force: true });
});

it("tells an incident in the channel in which somebody asked for it, to its end", async () => {
  const storm = await firm.play("storm.yaml");
  const [first] = storm.filter(isBriefing);
  const general = (await firm.server.chat.findChannel("general"))?.id ?? "";
  const inGeneral = () => firm.said.filter(({ to }) => to.channel === general);

  const unknown = await firm.server.handlers.onCommand({
    id: "asked",
    line: "link-channel 424242",
    person: { id: "you", name: "You", role: "member" },
    place: { chat: firm.server.chat.name, channel: general },
  });
  // All but #7 are told together, and of those the channel would only get a pointer.
  const asked = await firm.you.asks(general, "/depmap link-channel 7");
  await firm.settled([]);
  const whileOpen = inGeneral();
  firm.server.rehearsal?.resolveAll();
  await firm.settled([]);

  expect(first?.to.channel).not.toBe(general);
  const lines = Object.values(buttonsOf(unknown));
  expect(lines).toEqual(Array(5).fill(expect.stringMatching(/^link-channel \S+$/)));
  expect(asked.lines.join("\n")).toContain("This channel follows");
  expect(whileOpen.filter(isBriefing)).toHaveLength(1);
  const told = inGeneral().filter(({ message }) => message === whileOpen[0]?.message);
  expect(told.map(({ did }) => did).slice(0, 2)).toEqual(["posted", "edited"]);
  expect(told.at(-1)?.reply).toMatchObject({ tone: "ok" });
  expect(inGeneral().filter(isBriefing)).toHaveLength(1);
});

import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import type { IncidentRecord } from "../../../src/model/incident.ts";
import type { Journal } from "../../../src/ports/journal.ts";
import {
  nudgeResolved,
  type NudgeSettings,
  type NudgeTools,
} from "../../../src/workflows/learning/nudge-resolved.ts";
import { answerTools, NOW, type TestedTools } from "../../support/answer-tools.ts";
import { createRecordingChat, type RecordingChat } from "../../support/recording-chat.ts";
import { recordOf } from "../../support/record-of.ts";
import { buttonsOf, wordsOf } from "../../support/words-of.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Depmap's reminders over real files, and a chat that outlives every journal. */
interface Bench {
  readonly tools: TestedTools;
  readonly chat: RecordingChat;
  /** Goes through once, with a journal of that name: another name is another replica, or a lost disk. */
  readonly run: (
    settings?: Partial<NudgeSettings>,
    journal?: string,
    isLeading?: () => boolean,
  ) => Promise<void>;
  readonly nudges: () => RecordingChat["messages"];
}

const journals = new Map<string, Journal>();
afterEach(async () => {
  for (const journal of journals.values()) await journal.close();
  journals.clear();
});

async function bench(...records: readonly IncidentRecord[]): Promise<Bench> {
  const tools = await answerTools([]);
  const chat = createRecordingChat();
  await chat.openChannel("incidents");
  for (const record of records) await tools.store.keepIncident(record);
  return {
    tools,
    chat,
    async run(settings = {}, name = "journal", isLeading = () => true) {
      const path = join(tools.folder, `${name}.sqlite`);
      const journal = journals.get(path) ?? createSqliteJournal({ path, clock: tools.clock });
      journals.set(path, journal);
      const { store, clock, log, metrics } = tools;
      const nudging: NudgeTools = {
        store,
        clock,
        log,
        metrics,
        chat,
        journal,
        settleMs: 0,
        isLeading,
        settings: { nudgeAfterMs: DAY_MS, ...settings },
      };
      await nudgeResolved(nudging);
    },
    nudges: () => chat.messages.filter(({ key }) => key.startsWith("nudge ")),
  };
}

/** A story whose briefing is message `m-ID` in #incidents, over since `endedAgoMs`. */
function over(id: string, endedAgoMs: number, more: Partial<IncidentRecord> = {}): IncidentRecord {
  const resolvedAt = NOW - endedAgoMs;
  return recordOf(id, {
    chat: "recording",
    channel: "C-incidents",
    briefingMessage: `m-${id}`,
    closed: true,
    ...more,
    incident: {
      status: "resolved",
      openedAt: resolvedAt - HOUR_MS,
      resolvedAt,
      updatedAt: resolvedAt,
      ...more.incident,
    },
  });
}

it("asks in the thread under the briefing once the delay is over, with a button that captures that thread", async () => {
  const { run, nudges } = await bench(over("Q1", DAY_MS + 1), over("Q2", DAY_MS - HOUR_MS));

  await run();

  expect(nudges()).toMatchObject([
    { key: "nudge Q1", channel: "C-incidents", thread: "m-Q1", reply: { visibility: "channel" } },
  ]);
  const [button] = nudges()[0]?.reply.blocks.flatMap((block) =>
    block.type === "buttons" ? block.buttons : [],
  ) ?? [undefined];
  expect(button?.action).toEqual({ type: "capture", channel: "C-incidents", thread: "m-Q1" });
  expect(wordsOf(nudges()[0]?.reply)).toContain("What did we learn from Trouble Q1?");
});

it("asks once, however often it looks, also after a restart with another journal", async () => {
  const { run, nudges } = await bench(over("Q1", 2 * DAY_MS));

  await run();
  await run();
  await run({}, "the other replica's journal");
  await run();

  expect(nudges()).toHaveLength(1);
});

it("finds a nudge whose answer was lost, and posts no second", async () => {
  const { chat, run, nudges } = await bench(over("Q1", 2 * DAY_MS));
  chat.fault = (call) => (call === "post" ? "reply lost" : "none");
  await expect(run()).rejects.toMatchObject({ code: "chat-away" });
  chat.fault = () => "none";

  await run();

  expect(nudges()).toHaveLength(1);
});

it("asks in the postmortem channel when there is one, and captures the thread under the nudge", async () => {
  const { chat, run, nudges } = await bench(
    over("Q1", 2 * DAY_MS, { incident: { number: 42 } as never }),
  );
  await chat.openChannel("incidents-postmortem-42");

  await run({ postmortemChannel: "{channel}-postmortem-{number}" });

  expect(nudges()).toMatchObject([{ channel: "C-incidents-postmortem-42", thread: undefined }]);
  expect(buttonsOf(nudges()[0]?.reply)).toMatchObject({ "Capture dependencies": "capture" });
  expect(JSON.stringify(nudges()[0]?.reply)).not.toContain('"thread"');
});

it("asks beside the incident's own channel, although it was told elsewhere first", async () => {
  const { chat, run, nudges } = await bench(over("Q1", 2 * DAY_MS, { alsoIn: ["C-inc-1"] }));
  for (const name of ["inc-1", "inc-1-postmortem", "incidents-postmortem"]) {
    await chat.openChannel(name);
  }

  await run({ postmortemChannel: "{channel}-postmortem" });

  expect(nudges()).toMatchObject([{ channel: "C-inc-1-postmortem", thread: undefined }]);
});

it.each([
  ["nobody has made that channel", undefined],
  ["depmap may not enter it", () => Promise.reject(new DepmapError("not-allowed", "invite it"))],
])("asks in the thread when %s", async (_, enter) => {
  const { chat, run, nudges } = await bench(over("Q1", 2 * DAY_MS));
  if (enter) {
    await chat.openChannel("postmortems");
    chat.enter = enter;
  }

  await run({ postmortemChannel: "postmortems" });

  expect(nudges()).toMatchObject([{ channel: "C-incidents", thread: "m-Q1" }]);
});

it("stays where an earlier attempt may have put it, although a postmortem channel was made since", async () => {
  const { chat, run, nudges } = await bench(over("Q1", 2 * DAY_MS));
  chat.fault = (call) => (call === "post" ? "reply lost" : "none");
  await expect(run({ postmortemChannel: "postmortems" })).rejects.toThrow("away");
  chat.fault = () => "none";
  await chat.openChannel("postmortems");

  await run({ postmortemChannel: "postmortems" });

  expect(nudges()).toMatchObject([{ channel: "C-incidents", thread: "m-Q1" }]);
});

it("stays where another replica put it, although a postmortem channel was made since", async () => {
  const { chat, run, nudges } = await bench(over("Q1", 2 * DAY_MS));
  await run({ postmortemChannel: "postmortems" }, "one");
  await chat.openChannel("postmortems");

  await run({ postmortemChannel: "postmortems" }, "another");

  expect(nudges()).toMatchObject([{ channel: "C-incidents", thread: "m-Q1" }]);
});

it.each([
  ["ended more than seven days ago", over("Q1", 7 * DAY_MS + 1)],
  ["has not been told to its end", over("Q1", 2 * DAY_MS, { closed: false })],
  ["was opened again", over("Q1", 2 * DAY_MS, { incident: { status: "triggered" } as never })],
  ["is told in another one's briefing", over("Q1", 2 * DAY_MS, { attachedTo: "Q0" })],
  ["was told in another chat", over("Q1", 2 * DAY_MS, { chat: "local" })],
])("leaves alone what %s", async (_, record) => {
  const { run, nudges } = await bench(record);

  await run();

  expect(nudges()).toEqual([]);
});

it("asks once for all that one message told, when the last of them is over", async () => {
  const rollUp = { key: "roll-up 1", channel: "C-incidents", at: NOW, message: "m9" };
  const told = (id: string, ago: number) =>
    over(id, ago, { rollUp, briefingMessage: undefined as never });
  const { tools, run, nudges } = await bench(told("Q1", 3 * DAY_MS), told("Q2", HOUR_MS));

  await run();
  const early = nudges().length;
  tools.clock.at += DAY_MS;
  await run();
  await tools.store.keepIncident(told("Q0", 4 * DAY_MS));
  await run();

  expect(early).toBe(0);
  expect(nudges()).toMatchObject([{ key: "nudge Q1", thread: "m9" }]);
  expect(wordsOf(nudges()[0]?.reply)).toContain("Trouble Q2");
});

it("lets a storm's nudges come a few at a time", async () => {
  const many = Array.from({ length: 12 }, (_, place) => over(`Q${place}`, 2 * DAY_MS + place));
  const { run, nudges } = await bench(...many);

  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await run();
    counts.push(nudges().length);
  }

  expect(counts).toEqual([5, 10, 12]);
});

it("posts nothing once another replica leads", async () => {
  const { run, nudges } = await bench(over("Q1", 2 * DAY_MS));

  await run({}, "journal", () => false);
  let asked = 0;
  const losesItMeanwhile = () => (asked += 1) < 2;
  await expect(run({}, "journal", losesItMeanwhile)).rejects.toMatchObject({ code: "lease-lost" });

  expect(nudges()).toEqual([]);
});

it("does not ask under a briefing that somebody deleted, and goes on with the others", async () => {
  const { chat, run, nudges } = await bench(over("Q1", 2 * DAY_MS), over("Q2", 3 * DAY_MS));
  const post = chat.post.bind(chat);
  chat.post = (to, reply, key) =>
    to.thread === "m-Q1"
      ? Promise.reject(new DepmapError("bad-input", "there is no such message"))
      : post(to, reply, key);
  await run();
  chat.post = post;

  await run();

  expect(nudges().map(({ key }) => key)).toEqual(["nudge Q2"]);
});

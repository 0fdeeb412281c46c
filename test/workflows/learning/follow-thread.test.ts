import { expect, it } from "vitest";
import { DepmapError } from "../../../src/model/errors.ts";
import type { Proposal } from "../../../src/model/proposal.ts";
import { chatWithMap, type ChatWithMap } from "../../support/chat-with-map.ts";
import { wordsOf } from "../../support/words-of.ts";

const CHANNEL = { channel: "incidents" };
const ARROWS = ["checkout -> ledger", "fares -> fares-db", "dues-sync -> ledger"];
const SENTENCE = "Turns out fares reads the table that dues-sync fills.";
const DAY_MS = 86_400_000;

interface Postmortem extends ChatWithMap {
  readonly root: string;
  readonly message: string;
  readonly proposal: () => Promise<Proposal>;
  readonly card: () => Promise<string>;
}

/** A captured thread in which Robin wrote one sentence. */
async function postmortem(sentence = SENTENCE): Promise<Postmortem> {
  const chat = await chatWithMap(...ARROWS);
  const root = await chat.says("maria", CHANNEL, "Postmortem of Tuesday, please write here.");
  const message = await chat.says("robin", { ...CHANNEL, thread: root }, sentence);
  await chat.capture("maria", root);
  const [made] = (await chat.tools.store.proposals("open")).items;
  const proposal = async () => (await chat.tools.store.proposal(made?.id ?? "")) as Proposal;
  const card = async () => {
    const { card: shown } = await proposal();
    const { chat: port } = chat.tools;
    return (
      (await port.thread("incidents", root)).find(({ id }) => id === shown?.message)?.text ?? ""
    );
  };
  return { ...chat, root, message, proposal, card };
}

it("remembers in which message a sentence stood, and who captured it", async () => {
  const { proposal, root, message } = await postmortem();

  expect(await proposal()).toMatchObject({
    saidIn: { chat: "local", channel: "incidents", thread: root, message },
    proposer: "maria",
    proposerName: "Maria",
  });
});

it("says on the card that the message was deleted; the proposal still waits", async () => {
  const { changes, proposal, card, message } = await postmortem();

  await changes("robin", message);

  expect(await proposal()).toMatchObject({ state: "open", since: "deleted" });
  expect(await card()).toContain("The message was deleted since.");
});

it("shows the newest words of a sentence that still says so", async () => {
  const { changes, proposal, card, message } = await postmortem();

  await changes("robin", message, "We know now: fares reads the table that dues-sync fills.");

  expect(await proposal()).toMatchObject({
    since: "reworded",
    quote: "We know now: fares reads the table that dues-sync fills.",
  });
  expect(await card()).toContain("this is how it now says it");
});

it("says when an edited message does not say so any more, and proposes what it says now", async () => {
  const { changes, proposal, card, thread, root, message } = await postmortem();

  await changes("robin", message, "Sorry: checkout no longer depends on ledger.");

  expect(await proposal()).toMatchObject({ state: "open", since: "withdrawn" });
  expect(await card()).toContain("does not say this any more");
  expect((await thread(root)).at(-1)).toMatch(/^Proposed: checkout does not depend on ledger/);
});

it("takes it back when the words come back", async () => {
  const { changes, proposal, message } = await postmortem();

  await changes("robin", message, "I was wrong.");
  await changes("robin", message, SENTENCE);

  expect(await proposal()).toMatchObject({ since: "reworded", quote: SENTENCE });
});

it("does nothing twice, nor for an edit elsewhere in the message", async () => {
  const { changes, tools, thread, root, message } = await postmortem(`${SENTENCE} More later.`);
  const before = await thread(root);
  const edit = tools.chat.edit.bind(tools.chat);
  let edits = 0;
  tools.chat.edit = (...args) => {
    edits += 1;
    return edit(...args);
  };

  await changes("robin", message, `${SENTENCE} That is all.`);
  await changes("robin", message, `${SENTENCE} That is all.`);

  expect(edits).toBe(0);
  expect((await thread(root)).filter((text) => text !== `${SENTENCE} That is all.`)).toEqual(
    before.filter((text) => !text.endsWith("More later.")),
  );
});

it("leaves what was decided as it is", async () => {
  const chat = await postmortem();
  const { id } = await chat.proposal();
  await chat.press("maria", { type: "decide-proposal", proposalId: id, decision: "reject" });

  await chat.changes("robin", chat.message);

  expect(await chat.proposal()).toMatchObject({ state: "rejected" });
  expect((await chat.proposal()).since).toBeUndefined();
  expect(await chat.card()).toMatch(/^Rejected by Maria/);
});

it("reads on in a thread whose proposals are all decided", async () => {
  const chat = await postmortem();
  const { id } = await chat.proposal();
  await chat.press("maria", { type: "decide-proposal", proposalId: id, decision: "approve" });

  await chat.changes("maria", chat.root, "Also: checkout depends on fares-db.");

  expect((await chat.tools.store.proposals("open")).items).toMatchObject([
    { quote: "Also: checkout depends on fares-db.", proposer: "maria", proposerName: "Maria" },
  ]);
});

it("reads no thread that nobody captured, nor one of which nothing was read for a month", async () => {
  const chat = await postmortem();
  const { id } = await chat.proposal();
  await chat.press("maria", { type: "decide-proposal", proposalId: id, decision: "reject" });
  const other = await chat.says("robin", CHANNEL, "Lunch?");

  await chat.changes("robin", other, "checkout depends on fares-db.");
  chat.tools.clock.at += 31 * DAY_MS;
  await chat.changes("maria", chat.root, "checkout depends on fares-db.");

  expect((await chat.tools.store.proposals("open")).items).toEqual([]);
});

it("keeps what an approver edited, and what became of the message, side by side", async () => {
  const chat = await postmortem();
  const { id } = await chat.proposal();

  await chat.changes("robin", chat.message);
  const fields = { coupling: "batch" };
  await chat.press("omar", { type: "edit-proposal", proposalId: id }, { fields });

  expect(await chat.proposal()).toMatchObject({ coupling: "batch", since: "deleted" });
  expect(await chat.card()).toContain("The message was deleted since.");
});

it("never rejects: an edit that cannot be followed is logged", async () => {
  const chat = await postmortem();
  chat.tools.store.proposals = () =>
    Promise.reject(new DepmapError("graph-store-away", "the disk is full; free some space"));

  await expect(chat.changes("robin", chat.message)).resolves.toBeUndefined();
});

it("ties what is captured under a nudge in another channel to the incident that it asks about", async () => {
  const chat = await chatWithMap(...ARROWS);
  const { store, journal, clock } = chat.tools;
  const openedAt = clock.now();
  const incident = { title: "x", status: "resolved" as const, openedAt, updatedAt: openedAt };
  for (const id of ["Q1", "Q2"]) {
    await store.keepIncident({
      incident: { ...incident, id, alerts: [] },
      chat: "local",
      channel: "elsewhere",
      affected: [],
    });
  }
  const root = await chat.says("maria", CHANNEL, "What did we learn?");
  await chat.says("robin", { ...CHANNEL, thread: root }, SENTENCE);
  const post = { key: "nudge Q1", subject: "Q1", chat: "local", channel: "incidents", at: 1 };
  await journal.intend(post);
  await journal.sent("nudge Q1", root, "");

  const capture = { type: "capture" as const, channel: "incidents" };
  const answer = await chat.press("robin", capture, { message: root });

  expect(wordsOf(answer)).toContain("1 dependency was found");
  expect((await store.proposals("open")).items).toMatchObject([{ incidentId: "Q1" }]);
});

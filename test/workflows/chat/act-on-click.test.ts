import { expect, it } from "vitest";
import { proposalCard } from "../../../src/briefing/proposal-card.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import type { Action } from "../../../src/model/reply.ts";
import { NOW } from "../../support/answer-tools.ts";
import { chatWithMap, type ChatWithMap } from "../../support/chat-with-map.ts";
import { idOf } from "../../support/graph-of.ts";
import { proposalOf } from "../../support/proposal-of.ts";
import { buttonsOf, wordsOf } from "../../support/words-of.ts";

const ARROWS = ["checkout -> ledger", "fares -> fares-db", "dues-sync -> ledger"];
const APPROVE: Action = { type: "decide-proposal", proposalId: "p", decision: "approve" };
const REJECT: Action = { type: "decide-proposal", proposalId: "p", decision: "reject" };
const EDIT: Action = { type: "edit-proposal", proposalId: "p" };

/** A proposal with its card in #incidents. */
async function withCard(): Promise<ChatWithMap & { card: string }> {
  const chat = await chatWithMap(...ARROWS);
  const { store, chat: port } = chat.tools;
  const proposal = proposalOf("fares -> dues-sync", { id: "p" });
  const card = await port.post({ channel: "incidents" }, proposalCard(proposal), "proposal p");
  await store.propose({
    ...proposal,
    card: { chat: "local", channel: "incidents", message: card },
  });
  return { ...chat, card };
}

function edgeCount({ tools }: ChatWithMap): number {
  return tools.snapshots.current().consumer.length;
}

it("redraws the card in place with who decided, and answers nobody apart", async () => {
  const chat = await withCard();

  const answer = await chat.press("maria", APPROVE, { message: chat.card });

  expect(answer).toBeUndefined();
  expect(await chat.thread(chat.card)).toEqual([
    "Approved by Maria: fares depends on dues-sync (call)",
  ]);
  expect(edgeCount(chat)).toBe(4);
});

it("shows the decision to whoever pressed elsewhere, too", async () => {
  const chat = await withCard();

  const answer = await chat.press("maria", REJECT, { message: "a list of /depmap review" });

  expect(answer).toMatchObject({
    visibility: "asker",
    headline: expect.stringMatching(/^Rejected by Maria/),
  });
  expect((await chat.thread(chat.card))[0]).toMatch(/^Rejected by Maria/);
});

it("answers with the card when the chat cannot redraw it; the decision holds", async () => {
  const chat = await withCard();
  chat.tools.chat.edit = () => Promise.reject(new DepmapError("chat-away", "no answer"));

  const answer = await chat.press("maria", APPROVE, { message: chat.card });

  expect(answer?.headline).toMatch(/^Approved by Maria/);
  expect(edgeCount(chat)).toBe(4);
});

it("reads the rights again at the click: whoever was an approver when the card was drawn may be none now", async () => {
  const chat = await withCard();
  chat.turn("maria", "member");

  const answers = [
    await chat.press("maria", APPROVE, { message: chat.card }),
    await chat.press("maria", EDIT, { message: chat.card }),
    await chat.press("maria", { type: "confirm", line: "link fares ledger" }),
  ];

  expect(answers.map((answer) => answer?.headline)).toEqual([
    "You may not decide this",
    "You may not edit this",
    "link changes the map, and you may not",
  ]);
  expect(await chat.tools.store.proposal("p")).toMatchObject({ state: "open" });
  expect(edgeCount(chat)).toBe(3);
});

it("takes a right that came after the card was drawn", async () => {
  const chat = await withCard();
  chat.turn("robin", "approver");

  await chat.press("robin", APPROVE, { message: chat.card });

  expect(await chat.tools.store.proposal("p")).toMatchObject({ decidedBy: "robin" });
});

it("does nothing for somebody who has left", async () => {
  const chat = await withCard();
  chat.turn("maria", undefined);

  const answer = await chat.press("maria", APPROVE, { message: chat.card });

  expect(answer?.headline).toBe("depmap does not know you here");
  expect(await chat.tools.store.proposal("p")).toMatchObject({ state: "open" });
});

it("lets one of two approvers decide who press at once; both see the same name", async () => {
  const chat = await withCard();

  await Promise.all([
    chat.press("maria", APPROVE, { message: chat.card }),
    chat.press("omar", REJECT, { message: chat.card }),
  ]);

  const decided = await chat.tools.store.proposal("p");
  expect((await chat.thread(chat.card))[0]).toContain(`by ${decided?.decidedByName}: `);
  expect(edgeCount(chat)).toBe(decided?.state === "approved" ? 4 : 3);
});

it("does once what is pressed twice", async () => {
  const chat = await chatWithMap(...ARROWS);
  const confirm: Action = { type: "confirm", line: "link fares ledger --as event" };

  const [first, second] = await Promise.all([
    chat.press("maria", confirm, { id: "one click, delivered twice" }),
    chat.press("maria", confirm, { id: "one click, delivered twice" }),
  ]);

  expect(first?.headline).toBe("Written down: fares depends on ledger (event)");
  expect(second?.headline).toBe("The map has it from you already: fares depends on ledger (event)");
  expect(edgeCount(chat)).toBe(4);
});

it("knows the confirmed edge in the very next answer", async () => {
  const chat = await chatWithMap(...ARROWS);

  await chat.press("maria", { type: "confirm", line: "link fares ledger" });
  const answer = await chat.press("robin", { type: "command", line: "depends-on fares" });

  expect(wordsOf(answer)).toContain("ledger");
});

it("says of a button that nobody keeps, and of one older than 90 days, that it is too old", async () => {
  const chat = await chatWithMap(...ARROWS);
  const person = { id: "maria", name: "Maria", role: "approver" } as const;
  const action = await chat.tools.journal.keep({ type: "command", line: "status" }, "m");
  const request = { id: "r", fields: {}, person, place: { chat: "local" } };
  chat.tools.clock.at += 91 * 86_400_000;

  const answers = [
    await chat.handlers.onAction({ ...request, action: "no-such-button" }),
    await chat.handlers.onAction({ ...request, action }),
  ];

  expect(answers.map((answer) => answer?.headline)).toEqual([
    "This button is too old",
    "This button is too old",
  ]);
});

it("says of a proposal that another store had that it is gone", async () => {
  const chat = await chatWithMap(...ARROWS);

  expect((await chat.press("maria", APPROVE))?.headline).toBe("This proposal is gone");
  expect((await chat.press("maria", EDIT))?.headline).toBe("This proposal is gone");
});

it("opens the form, takes it, and draws the card with the new words", async () => {
  const chat = await withCard();

  const form = await chat.press("omar", EDIT, { message: chat.card });
  const fields = {
    consumer: idOf("fares"),
    provider: "ledger",
    coupling: "data",
    strength: "soft",
  };
  const answer = await chat.press("omar", EDIT, { message: "the form", fields });

  expect(form?.blocks[0]).toMatchObject({ type: "form", submit: { action: EDIT } });
  expect(answer?.headline).toBe(
    "Proposed: fares depends on ledger (data: it reads what ledger fills)",
  );
  expect((await chat.thread(chat.card))[0]).toBe(answer?.headline);
});

it("says what is wrong with a form, and changes nothing", async () => {
  const chat = await withCard();

  const answer = await chat.press("omar", EDIT, { fields: { provider: "legder" } });

  expect(answer?.headline).toBe("The proposal was not changed");
  expect(wordsOf(answer)).toContain("prod/shop/ledger");
  expect((await chat.thread(chat.card))[0]).toBe("Proposed: fares depends on dues-sync (call)");
});

it("puts what was chosen behind the line, as one word", async () => {
  const chat = await chatWithMap("checkout -> ledger");

  const answer = await chat.press(
    "robin",
    { type: "command", line: "whois" },
    {
      fields: { value: "led ger --depth 9" },
    },
  );

  expect(answer?.headline).toBe("The map knows no “led ger --depth 9”");
});

it("takes a form's fields by name, whatever is written in them, and leaves out empty ones", async () => {
  const chat = await chatWithMap("checkout -> ledger", "fares -> fares-db");
  const link: Action = { type: "command", line: "link" };
  const fields = { consumer: "fares", provider: "ledger", as: "event", strength: "" };

  const asked = await chat.press("maria", link, { fields });
  const odd = await chat.press("maria", link, {
    fields: { ...fields, provider: `--strength "hard" ledger's` },
  });

  expect(asked?.headline).toBe("Say that fares depends on ledger (event)?");
  expect(buttonsOf(asked)).toEqual({
    "Yes, change the map": "link --consumer fares --provider ledger --as event",
  });
  expect(odd?.headline).toContain("The map knows no");
});

/** What stands in #incidents for everybody. */
async function shared({ tools }: ChatWithMap, key: string): Promise<string | undefined> {
  const message = await tools.chat.findPosted({ channel: "incidents" }, key, 0);
  return message && (await tools.chat.thread("incidents", message))[0]?.text;
}

it("shares an answer once, also when the same request comes twice at once and once more", async () => {
  const chat = await chatWithMap(...ARROWS);
  let posts = 0;
  const post = chat.tools.chat.post.bind(chat.tools.chat);
  chat.tools.chat.post = async (...words) => {
    posts += 1;
    return post(...words);
  };
  const share: Action = { type: "share", line: "blast-radius ledger" };

  await Promise.all([
    chat.press("robin", share, { id: "r1" }),
    chat.press("robin", share, { id: "r1" }),
  ]);
  await chat.press("robin", share, { id: "r1" });

  expect(posts).toBe(1);
  expect(await shared(chat, "share incidents m blast-radius ledger")).toMatch(
    /^When ledger fails: 2 down/,
  );
});

it("shares an answer once, however often its button is pressed", async () => {
  const chat = await chatWithMap(...ARROWS);
  const keys: string[] = [];
  const post = chat.tools.chat.post.bind(chat.tools.chat);
  chat.tools.chat.post = async (to, reply, key) => {
    keys.push(key);
    return post(to, reply, key);
  };
  const share: Action = { type: "share", line: "blast-radius ledger" };

  await chat.press("robin", share, { id: "r1", message: "m1" });
  await chat.press("robin", share, { id: "r2", message: "m1" });
  await chat.press("robin", share, { id: "r3", message: "m2" });

  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(2);
});

it("shares the answer about this channel's incident, as it was given", async () => {
  const chat = await chatWithMap(...ARROWS);
  await chat.tools.store.keepIncident({
    incident: {
      id: "Q1",
      title: "x",
      status: "triggered",
      openedAt: NOW,
      updatedAt: NOW,
      alerts: [],
    },
    chat: "local",
    channel: "incidents",
    origin: idOf("ledger"),
    verdict: "ranked",
    affected: [],
  });

  await chat.press("robin", { type: "share", line: "blast-radius" }, { id: "r2" });

  expect(await shared(chat, "share incidents m blast-radius")).toMatch(/^When ledger fails/);
});

it("shares by the rights of whoever presses, and shows nobody a refusal but them", async () => {
  const chat = await chatWithMap(...ARROWS);

  const answer = await chat.press(
    "guest",
    { type: "share", line: "blast-radius ledger" },
    { id: "r3" },
  );

  expect(answer?.headline).toBe("The map is for members only");
  expect(await shared(chat, "share incidents m blast-radius ledger")).toBeUndefined();
});

it("shares no share button", async () => {
  const chat = await chatWithMap(...ARROWS);
  const posted: unknown[] = [];
  const post = chat.tools.chat.post.bind(chat.tools.chat);
  chat.tools.chat.post = (to, reply, key) => {
    posted.push(...Object.keys(buttonsOf(reply)));
    return post(to, reply, key);
  };

  await chat.press("robin", { type: "share", line: "blast-radius ledger" });

  expect(posted).toEqual(["Show picture", "Owners", "Used by"]);
});

it("starts the example incident for members, and says when there is no rehearsal", async () => {
  const chat = await chatWithMap(...ARROWS);
  const start: Action = { type: "start-demo-incident" };

  expect((await chat.press("guest", start))?.headline).toBe("Only members rehearse");
  expect((await chat.press("robin", start))?.headline).toBe("This is not a rehearsal");
});

it("answers a fault with its code, and goes on", async () => {
  const chat = await withCard();
  const decideProposal = chat.tools.store.decideProposal.bind(chat.tools.store);
  chat.tools.store.decideProposal = () =>
    Promise.reject(new DepmapError("graph-store-away", "the disk is full; free some space"));

  const answer = await chat.press("maria", APPROVE, { message: chat.card });
  chat.tools.store.decideProposal = decideProposal;
  await chat.press("maria", APPROVE, { message: chat.card });

  expect(answer?.headline).toBe("That did not work (graph-store-away)");
  expect(wordsOf(answer)).toContain("free some space");
  expect(await chat.tools.store.proposal("p")).toMatchObject({ state: "approved" });
});

import { expect, it } from "vitest";
import { DepmapError } from "../../../src/model/errors.ts";
import { proposalCard } from "../../../src/briefing/proposal-card.ts";
import type { IncidentRecord } from "../../../src/model/incident.ts";
import { NOW } from "../../support/answer-tools.ts";
import { chatWithMap, type ChatWithMap } from "../../support/chat-with-map.ts";
import { wordsOf } from "../../support/words-of.ts";

const CHANNEL = { channel: "incidents" };
const ARROWS = ["checkout -> ledger", "fares -> fares-db", "dues-sync -> ledger"];

async function postmortem(chat: ChatWithMap, ...sentences: readonly string[]): Promise<string> {
  const root = await chat.says("maria", CHANNEL, "Postmortem of Tuesday, please write here.");
  for (const text of sentences) {
    await chat.says("robin", { ...CHANNEL, thread: root }, text);
  }
  return root;
}

it("posts a card under the thread for each thing that somebody stated", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(
    chat,
    "Turns out fares reads the table that dues-sync fills.",
    "Could it be that boarding also depends on payments?",
  );

  const answer = await chat.capture("maria", root);

  expect(answer.headline).toBe("1 dependency was found");
  const cards = (await chat.thread(root)).filter((text) => text.startsWith("Proposed"));
  expect(cards).toEqual([
    "Proposed: fares depends on dues-sync (data: it reads what dues-sync fills)",
  ]);
  const { items } = await chat.tools.store.proposals("open");
  expect(items).toMatchObject([
    {
      quote: "Turns out fares reads the table that dues-sync fills.",
      author: "Robin",
      proposer: "maria",
      card: { chat: "local", channel: "incidents" },
    },
  ]);
  expect(items[0]?.link).toContain(`/t/${root}`);
});

it("posts nothing twice, however often and by however many a thread is captured", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(
    chat,
    "fares reads the table that dues-sync fills.",
    "checkout no longer depends on ledger.",
  );

  await Promise.all([chat.capture("maria", root), chat.capture("omar", root)]);
  await chat.capture("robin", root);

  expect((await chat.thread(root)).filter((text) => text.startsWith("Proposed"))).toHaveLength(2);
  expect((await chat.tools.store.proposals("open")).items).toHaveLength(2);
});

it("learns nothing from depmap's own cards", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(chat, "fares reads the table that dues-sync fills.");
  await chat.capture("maria", root);

  const answer = await chat.capture("maria", root);

  expect(answer.headline).toBe("1 dependency was found");
});

it("leaves a card that was decided as it is, and says how many wait", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(chat, "fares reads the table that dues-sync fills.");
  await chat.capture("maria", root);
  const [proposal] = (await chat.tools.store.proposals("open")).items;
  const decision = { type: "decide-proposal", decision: "reject" } as const;
  await chat.press("maria", { ...decision, proposalId: proposal?.id ?? "" });

  const answer = await chat.capture("robin", root);

  expect(wordsOf(answer)).toContain("0 of them wait for an approver");
  expect((await chat.thread(root)).at(-1)).toMatch(/^Rejected by Maria: /);
});

it("ties a proposal to the incident whose briefing the thread hangs under", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(chat, "fares reads the table that dues-sync fills.");
  const record = (id: string, openedAt: number, briefingMessage: string): IncidentRecord => ({
    incident: { id, title: id, status: "resolved", openedAt, updatedAt: openedAt, alerts: [] },
    chat: "local",
    channel: "incidents",
    briefingMessage,
    affected: [],
  });
  await chat.tools.store.keepIncident(record("OURS", NOW - 9000, root));
  await chat.tools.store.keepIncident(record("LATER", NOW - 10, "another"));

  await chat.capture("maria", root);

  expect((await chat.tools.store.proposals("open")).items[0]?.incidentId).toBe("OURS");
});

it("ties a proposal in a roll-up's thread to the incident in it that opened first", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(chat, "fares reads the table that dues-sync fills.");
  const record = (id: string, openedAt: number, message: string): IncidentRecord => ({
    incident: { id, title: id, status: "resolved", openedAt, updatedAt: openedAt, alerts: [] },
    chat: "local",
    channel: "incidents",
    rollUp: { key: `roll-up ${message}`, channel: "incidents", at: openedAt, message },
    affected: [],
  });
  await chat.tools.store.keepIncident(record("SECOND", NOW - 8000, root));
  await chat.tools.store.keepIncident(record("FIRST", NOW - 9000, root));
  await chat.tools.store.keepIncident(record("LATER", NOW - 10, "another"));

  await chat.capture("maria", root);

  expect((await chat.tools.store.proposals("open")).items[0]?.incidentId).toBe("FIRST");
});

it("says what it looks for when nothing was stated", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(chat, "Could fares depend on ledger? Somebody should look.");

  const answer = await chat.capture("robin", root);

  expect(answer.headline).toBe("No dependency was found in this thread");
  expect(wordsOf(answer)).toContain("2 messages were read");
});

it("reads nothing for a guest, nor for a member who has become one", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(chat, "fares reads the table that dues-sync fills.");
  chat.turn("robin", "guest");

  const answers = [await chat.capture("guest", root), await chat.capture("robin", root)];

  expect(answers.map(({ headline }) => headline)).toEqual([
    "Only members may capture dependencies",
    "Only members may capture dependencies",
  ]);
  expect((await chat.tools.store.proposals("open")).items).toEqual([]);
});

it("answers with the code when the store is away, and captures all when asked again", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(chat, "fares reads the table that dues-sync fills.");
  const propose = chat.tools.store.propose.bind(chat.tools.store);
  chat.tools.store.propose = () =>
    Promise.reject(new DepmapError("graph-store-away", "the disk is full; free some space"));

  const refused = await chat.capture("maria", root);
  chat.tools.store.propose = propose;
  const answer = await chat.capture("maria", root);

  expect(refused.headline).toBe("The thread could not be captured (graph-store-away)");
  expect(wordsOf(refused)).toContain("free some space");
  expect(answer.headline).toBe("1 dependency was found");
});

it("shows on the card a decision that fell while it was being posted", async () => {
  const chat = await chatWithMap(...ARROWS);
  const root = await postmortem(chat, "fares reads the table that dues-sync fills.");
  const post = chat.tools.chat.post.bind(chat.tools.chat);
  chat.tools.chat.post = async (to, reply, key) => {
    const [open] = (await chat.tools.store.proposals("open")).items;
    const message = await post(to, reply, key);
    await chat.tools.store.decideProposal(open?.id ?? "", {
      state: "rejected",
      by: "omar",
      at: NOW,
    });
    return message;
  };

  await chat.capture("maria", root);

  const [decided] = (await chat.tools.store.proposals("rejected")).items;
  expect((await chat.thread(root)).at(-1)).toBe(proposalCard(decided as never).headline);
});

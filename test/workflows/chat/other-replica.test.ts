import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { watched, type Said } from "../../../src/compose/watched-chat.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import type { ChatHandlers } from "../../../src/ports/chat.ts";
import { chatHandlers } from "../../../src/workflows/chat/chat-handlers.ts";
import { createSharedTurns } from "../../../src/workflows/replicas/shared-turns.ts";
import { chatWithMap, type ChatWithMap } from "../../support/chat-with-map.ts";
import { errorsOnly } from "../../support/errors-only.ts";
import { createMemoryShare } from "../../support/memory-share.ts";

const ARROWS = ["checkout -> ledger", "fares -> fares-db", "dues-sync -> ledger"];
const HERE = { chat: "local", channel: "incidents" };
const MARIA = { id: "maria", name: "Maria", role: "approver" } as const;

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** The same chat and the same store, heard by that many replicas with a journal each. */
function replicas(chat: ChatWithMap, ...more: readonly Partial<ChatWithMap["tools"]>[]) {
  const share = createMemoryShare();
  return more.map((tools, number): ChatHandlers => {
    const path = join(chat.tools.folder, `replica-${number}.sqlite`);
    const journal = createSqliteJournal({ path, clock: chat.tools.clock });
    cleanUps.push(() => journal.close());
    const { claims } = share.view();
    const inTurn = createSharedTurns({ claims, log: errorsOnly() }, { askMs: 5 });
    return chatHandlers({ ...chat.tools, ...tools, journal, inTurn, hasCompany: true });
  }) as [ChatHandlers, ChatHandlers];
}

async function statedIn(chat: ChatWithMap): Promise<string> {
  const root = await chat.says("maria", { channel: "incidents" }, "Please write here.");
  const text = "Turns out fares reads the table that dues-sync fills.";
  await chat.says("robin", { channel: "incidents", thread: root }, text);
  return root;
}

function captures(handlers: ChatHandlers, thread: string) {
  return handlers.onCapture({ id: "capture", person: MARIA, place: { ...HERE, thread } });
}

async function cards(chat: ChatWithMap, root: string): Promise<string[]> {
  return (await chat.thread(root)).filter((text) => text.startsWith("Proposed"));
}

it("posts no second card when another replica is asked for the same thread", async () => {
  const chat = await chatWithMap(...ARROWS);
  const [one, other] = replicas(chat, {}, {});
  const root = await statedIn(chat);

  await captures(one, root);
  await captures(other, root);

  expect(await cards(chat, root)).toHaveLength(1);
});

it("posts no second card when both are asked at the same time", async () => {
  const chat = await chatWithMap(...ARROWS);
  const [one, other] = replicas(chat, {}, {});
  const root = await statedIn(chat);

  await Promise.all([captures(one, root), captures(other, root)]);

  expect(await cards(chat, root)).toHaveLength(1);
});

it("finds the card of a replica that was gone before it could note it, and notes it", async () => {
  const chat = await chatWithMap(...ARROWS);
  const away = new DepmapError("graph-store-away", "the store is away; try again");
  const store = { ...chat.tools.store, reviseProposal: () => Promise.reject(away) };
  const [dying, other] = replicas(chat, { store }, {});
  const root = await statedIn(chat);

  await captures(dying, root);
  chat.tools.clock.at += 1000;
  await captures(other, root);

  expect(await cards(chat, root)).toHaveLength(1);
  const { items } = await chat.tools.store.proposals("open");
  expect(items).toMatchObject([{ card: { chat: "local", channel: "incidents" } }]);
});

it("shares an answer once when both are given the same click, as the map was then", async () => {
  const chat = await chatWithMap(...ARROWS);
  const said: Said[] = [];
  const seen = { chat: watched(chat.tools.chat, (one) => said.push(one)) };
  const [one, other] = replicas(chat, seen, seen);
  const action = await chat.tools.actions.keep({ type: "share", line: "used-by ledger" }, "m");
  const click = { id: "click", action, fields: {}, person: MARIA, place: HERE };

  await Promise.all([one.onAction(click), other.onAction(click)]);
  await other.onAction(click);

  expect(said.map(({ did }) => did)).toEqual(["posted"]);
});

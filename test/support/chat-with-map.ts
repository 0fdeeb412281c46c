import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import express from "express";
import { afterEach } from "vitest";
import { commands } from "../../commands/index.ts";
import { createLocalChat } from "../../src/adapters/chat/local/create-local-chat.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { Person } from "../../src/model/person.ts";
import type { Action, Reply } from "../../src/model/reply.ts";
import type { ChatHandlers, Destination } from "../../src/ports/chat.ts";
import type { ActionBox, Journal, OwedWrites } from "../../src/ports/journal.ts";
import { chatHandlers } from "../../src/workflows/chat/chat-handlers.ts";
import type { ClickTools } from "../../src/workflows/chat/click-tools.ts";
import { answerTools, type TestedTools } from "./answer-tools.ts";
import { createLocalPerson } from "./local-people.ts";

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A map, the real local chat in front of it, and people who use both. */
export interface ChatWithMap {
  readonly tools: TestedTools & ClickTools & { readonly journal: Journal & ActionBox & OwedWrites };
  readonly handlers: ChatHandlers;
  /** Gives somebody another role from now on; undefined lets them leave. */
  turn(person: string, role: Person["role"] | undefined): void;
  /** Writes a message as that person, over HTTP, and gives its id. */
  says(person: string, to: Destination, text: string): Promise<string>;
  /** Edits a message, or deletes it when there is no text, and waits until depmap has followed. */
  readonly changes: (person: string, message: string, text?: string) => Promise<void>;
  /** Presses a button of a message as that person. */
  press(
    person: string,
    action: Action,
    more?: { message?: string; id?: string; fields?: Record<string, string> },
  ): Promise<Reply | undefined>;
  /** Chooses "Capture dependencies" under a message of #incidents. */
  capture(person: string, thread: string): Promise<Reply>;
  /** The words of all messages in a thread. */
  readonly thread: (root: string) => Promise<string[]>;
}

/** Starts it; `maria` and `omar` approve, `robin` is a member, `guest` a guest. */
export async function chatWithMap(...arrows: readonly string[]): Promise<ChatWithMap> {
  return await preparedChat(async () => {}, ...arrows);
}

/** The same; `prepare` may put other tools in the place of some, before anything is built on them. */
export async function preparedChat(
  prepare: (tools: ChatWithMap["tools"]) => Promise<void>,
  ...arrows: readonly string[]
): Promise<ChatWithMap> {
  const answering = await answerTools(commands, ...arrows);
  const { clock, folder } = answering;
  const people: [Person, ...Person[]] = [
    { id: "maria", name: "Maria", role: "approver" },
    { id: "omar", name: "Omar", role: "approver" },
    { id: "robin", name: "Robin", role: "member" },
    { id: "guest", name: "Guest", role: "guest" },
  ];
  const journal = createSqliteJournal({ path: join(folder, "journal.sqlite"), clock });
  const path = join(folder, "chat.sqlite");
  const local = await createLocalChat({ path, clock, actions: journal, people });
  const tools = {
    ...answering,
    chat: local.chat,
    journal,
    actions: journal,
    environment: "prod",
    settleMs: 0,
    refresh: () => answering.refresh(),
  };
  await prepare(tools);
  const handlers = chatHandlers(tools);
  const app = express().use(local.router(handlers, { host: "127.0.0.1" }));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUps.push(async () => {
    await local.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await journal.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const workspace = { url, local, box: journal, restart: async () => {}, close: async () => {} };
  /** As it was when the page was drawn: the rights that count are read at the click. */
  const drawnFor = [...people];
  const who = (id: string) => drawnFor.find((one) => one.id === id) as Person;
  let requests = 0;

  return {
    tools,
    handlers,
    turn(id, role) {
      const at = people.findIndex((one) => one.id === id);
      people.splice(at, 1, ...(role ? [{ ...who(id), role }] : []));
    },
    says: (person, to, text) => createLocalPerson(workspace, person).says(to, text),
    async changes(person, message, text) {
      const author = createLocalPerson(workspace, person);
      await (text === undefined ? author.deletes(message) : author.changes(message, text));
    },
    async press(person, action, { message = "m", id = `press-${++requests}`, fields = {} } = {}) {
      const button = await journal.keep(action, message);
      const place = { chat: "local", channel: "incidents" };
      return handlers.onAction({ id, action: button, fields, person: who(person), place, message });
    },
    capture(person, thread) {
      const place = { chat: "local", channel: "incidents", thread };
      return handlers.onCapture({ id: `capture-${++requests}`, person: who(person), place });
    },
    async thread(root) {
      return (await local.chat.thread("incidents", root)).map(({ text }) => text);
    },
  };
}

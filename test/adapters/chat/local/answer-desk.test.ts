import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createAnswerDesk } from "../../../../src/adapters/chat/local/answer-desk.ts";
import { createChannelStore } from "../../../../src/adapters/chat/local/channel-store.ts";
import { inTransaction, openChatTables } from "../../../../src/adapters/chat/local/chat-tables.ts";
import { createMessageStore } from "../../../../src/adapters/chat/local/message-store.ts";
import { createRequestStore } from "../../../../src/adapters/chat/local/request-store.ts";
import type { ChatHandlers } from "../../../../src/ports/chat.ts";
import { quietHandlers } from "../../../support/quiet-handlers.ts";

/** A desk over that file, as each new process makes one. */
function deskOver(path: string, own: Partial<ChatHandlers>) {
  const database = openChatTables(path);
  const messages = createMessageStore(database, path);
  createChannelStore(database, path).open("general");
  const desk = createAnswerDesk({
    handlers: quietHandlers(own),
    requests: createRequestStore(database, path),
    messages,
    people: [{ id: "you", name: "You", role: "approver" }],
    actions: { keep: async () => "an-action", find: async () => undefined },
    clock: { now: () => 0 },
    changed: () => {},
    atOnce: (work) => inTransaction(database, path, work),
  });
  return { desk, messages, close: () => database.close() };
}

it("gives up on a request that has ended the process twice, and says so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "depmap-desk-"));
  const path = join(folder, "chat.sqlite");
  let calls = 0;
  const deadly = {
    onCommand: () => {
      calls += 1;
      return new Promise<never>(() => {});
    },
  };
  const what = { kind: "command", line: "status" } as const;

  const first = deskOver(path, deadly);
  first.desk.ask({ id: "request-1", person: "you", channel: "general", what });
  first.close();
  const second = deskOver(path, deadly);
  second.desk.resume();
  second.close();
  const third = deskOver(path, deadly);
  third.desk.resume();
  await third.desk.idle();

  const [answer] = third.messages.inChannel("general", "you", 10);
  expect(calls).toBe(2);
  expect(answer?.reply?.headline).toBe("This was not answered");
  third.close();
  rmSync(folder, { recursive: true });
});

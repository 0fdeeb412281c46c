import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import {
  createLocalChat,
  type LocalChat,
} from "../../src/adapters/chat/local/create-local-chat.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { Secret } from "../../src/model/secret.ts";
import type { ChatHandlers } from "../../src/ports/chat.ts";
import type { ActionBox, Journal } from "../../src/ports/journal.ts";

/** A local workspace on a real server on loopback, with its files in a folder of its own. */
export interface LocalWorkspace {
  readonly url: string;
  readonly local: LocalChat;
  readonly box: ActionBox;
  /** Ends server and chat, and starts them anew on the same port and the same files. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a workspace in front of these handlers. */
export async function startLocalWorkspace(
  handlers: ChatHandlers,
  options: {
    readonly host?: string;
    readonly password?: Secret;
    readonly setUp?: Partial<Parameters<typeof createLocalChat>[0]>;
  } = {},
): Promise<LocalWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), "depmap-chat-"));
  const clock = { now: () => Date.now() };
  const box: ActionBox & Journal = createSqliteJournal({
    path: join(folder, "journal.sqlite"),
    clock,
  });
  let running: { local: LocalChat; server: Server; port: number };

  async function start(port: number): Promise<void> {
    const local = await createLocalChat({
      path: join(folder, "chat.sqlite"),
      clock,
      actions: box,
      ...options.setUp,
    });
    const { host = "127.0.0.1", password } = options;
    const server = express()
      .use(local.router(handlers, { host, password }))
      .listen(port, "127.0.0.1");
    await once(server, "listening");
    running = { local, server, port: (server.address() as AddressInfo).port };
  }
  async function stop(): Promise<void> {
    await running.local.close();
    running.server.closeAllConnections();
    await new Promise((resolve) => running.server.close(resolve));
  }

  await start(0);
  return {
    get url() {
      return `http://127.0.0.1:${running.port}`;
    },
    get local() {
      return running.local;
    },
    box,
    async restart() {
      await stop();
      await start(running.port);
    },
    async close() {
      await stop();
      await box.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

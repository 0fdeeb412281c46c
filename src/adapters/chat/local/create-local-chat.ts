import { Router } from "express";
import type { Person } from "../../../model/person.ts";
import type { Reply } from "../../../model/reply.ts";
import type { Secret } from "../../../model/secret.ts";
import type { Chat, ChatHandlers } from "../../../ports/chat.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ActionBox } from "../../../ports/journal.ts";
import type { Painter } from "../../../ports/painter.ts";
import { createAnswerDesk, type AnswerDesk } from "./answer-desk.ts";
import { assets } from "./assets.ts";
import { createChannelStore } from "./channel-store.ts";
import { inTransaction, openChatTables } from "./chat-tables.ts";
import { sameSiteOnly, secureHeaders } from "./guard.ts";
import { keepReply } from "./kept-reply.ts";
import { createLiveUpdates } from "./live-updates.ts";
import { createChatPort, DEPMAP } from "./local-chat.ts";
import { loginWall } from "./login.ts";
import { createMessageStore, newMessageId } from "./message-store.ts";
import { explainFault } from "./notice.ts";
import { pageRoutes } from "./page-routes.ts";
import { createPictureImages } from "./picture-images.ts";
import { postRoutes } from "./post-routes.ts";
import { createRequestStore } from "./request-store.ts";
import type { Workspace } from "./workspace.ts";

/** The embedded chat: its port for depmap, and its pages for people. */
export interface LocalChat {
  readonly chat: Chat;
  /**
   * The workspace's pages, to be mounted at `/` behind all other routes. Takes up what an earlier process left
   * unanswered. `host` is the address that the server listens on (see `needsPassword`).
   */
  router(
    handlers: ChatHandlers,
    options: { readonly host: string; readonly password?: Secret | undefined },
  ): Router;
  /** Resolves when everything that was asked so far has been answered. */
  idle(): Promise<void>;
  /** Ends the live updates, waits up to two seconds for answers being made, and closes the file. */
  close(): Promise<void>;
}

/** Whoever a workspace without settings lets one act as: one of each role. */
const PEOPLE: readonly [Person, ...Person[]] = [
  { id: "you", name: "You", role: "approver" },
  { id: "robin", name: "Robin", role: "member" },
  { id: "guest", name: "Guest", role: "guest" },
];
const CHANNELS: readonly string[] = ["general", "incidents"];
const CLOSING_MS = 2000;
const REQUESTS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * A chat that needs nothing but a file: channels, threads, buttons and commands in the browser.
 *
 * What somebody wrote or asked is on disk (fsync) before it is acknowledged, and is answered once, also when the
 * process ends in between. One process per file. Throws `chat-away` when the file cannot be opened.
 */
export async function createLocalChat({
  path,
  clock,
  actions,
  painter,
  people = PEOPLE,
  channels: firstChannels = CHANNELS,
  welcome,
}: {
  /** SQLite file for channels, messages and requests. */
  readonly path: string;
  readonly clock: Clock;
  readonly actions: ActionBox;
  /** Paints pictures as PNG; without it, browsers draw the SVG with whatever fonts they have. */
  readonly painter?: Pick<Painter, "png"> | undefined;
  readonly people?: readonly [Person, ...Person[]] | undefined;
  /** Made at the first start; the first of them opens first. */
  readonly channels?: readonly string[] | undefined;
  /** Posted in the first channel at the first start. */
  readonly welcome?: Reply | undefined;
}): Promise<LocalChat> {
  const database = openChatTables(path);
  const messages = createMessageStore(database, path);
  const channels = createChannelStore(database, path);
  const requests = createRequestStore(database, path);
  const desks: AnswerDesk[] = [];
  const isWaiting = (person: string, channel: string) =>
    desks.some((desk) => desk.isWaiting(person, channel));
  const imageOf = createPictureImages(painter);
  const live = createLiveUpdates({ messages, channels, isWaiting });
  const changed = () => live.changed();

  const isFirstStart = channels.list("").length === 0;
  for (const name of isFirstStart ? firstChannels : []) channels.open(name, true);
  const firstChannel = channels.list("")[0]?.id ?? channels.open("general", true).id;
  if (isFirstStart && welcome) {
    const id = newMessageId();
    const kept = await keepReply(welcome, id, actions);
    const by = { author: DEPMAP, authorName: DEPMAP, at: clock.now() };
    messages.add({ id, channel: firstChannel, ...by, key: "welcome", ...kept });
  }
  requests.forget(clock.now() - REQUESTS_KEPT_MS);

  async function idle(): Promise<void> {
    await Promise.all(desks.map((desk) => desk.idle()));
  }
  async function close(): Promise<void> {
    if (!database.isOpen) return;
    live.close();
    const late = new Promise((resolve) => setTimeout(resolve, CLOSING_MS).unref());
    await Promise.race([idle(), late]);
    if (database.isOpen) database.close();
  }

  return {
    chat: createChatPort({ messages, channels, people, actions, clock, changed, close }),
    router(handlers, { host, password }) {
      const atOnce = <Result>(work: () => Result) => inTransaction(database, path, work);
      const own = { requests, messages, people, actions, clock, changed };
      const desk = createAnswerDesk({ handlers, atOnce, ...own });
      desks.push(desk);
      const workspace: Workspace = {
        messages,
        channels,
        people,
        firstChannel,
        clock,
        imageOf,
        changed,
      };
      const router = Router();
      router.use(secureHeaders, sameSiteOnly(host));
      if (password) router.use(loginWall(password, clock));
      router.use("/assets", assets());
      router.use(
        pageRoutes(workspace, live, handlers.complete.bind(handlers), password !== undefined),
      );
      router.use(postRoutes(workspace, desk));
      router.use(explainFault);
      desk.resume();
      return router;
    },
    idle,
    close,
  };
}

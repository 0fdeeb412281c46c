import { randomUUID } from "node:crypto";
import { Router, urlencoded, type Request, type Response } from "express";
import type { AnswerDesk } from "./answer-desk.ts";
import { commandIn } from "./command-in.ts";
import { setCookie } from "./cookies.ts";
import type { Message } from "./message-store.ts";
import { notice } from "./notice.ts";
import { FIELD } from "./render-controls.ts";
import type { Asked } from "./request-store.ts";
import { PERSON_COOKIE, textIn, viewerOf, type Workspace } from "./workspace.ts";

const LONGEST_TEXT = 8000;
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * What people do in the workspace. Each request is on disk before it is acknowledged; the answer comes to the page as
 * a live update. The same request id twice is once.
 */
export function postRoutes(workspace: Workspace, desk: AnswerDesk): Router {
  const { messages, channels, people, clock } = workspace;
  const router = Router();
  router.use(urlencoded({ extended: false, limit: "256kb" }));

  function seen(request: Request): Message | undefined {
    const message = messages.find(field(request, "message"));
    if (!message || message.deleted) return undefined;
    const viewer = viewerOf(workspace, request);
    return message.onlyFor === undefined || message.onlyFor === viewer.id ? message : undefined;
  }

  router.post("/say", (request, response) => {
    const viewer = viewerOf(workspace, request);
    const text = field(request, "text").trim();
    const channel = channels.find(field(request, "channel"));
    const thread = field(request, "thread") || undefined;
    if (!channel || text === "") return refuse(response, "There is nothing to send.");
    if (text.length > LONGEST_TEXT) {
      return refuse(response, `That is too long: ${LONGEST_TEXT} characters at most.`);
    }
    const root = thread === undefined ? undefined : messages.find(thread);
    if (thread !== undefined && (root?.channel !== channel.id || root.deleted)) {
      return refuse(response, "That thread is gone.");
    }
    const command = commandIn(text);
    const onlyFor = command?.way === "slash" ? viewer.id : undefined;
    const by = { author: viewer.id, authorName: viewer.name, at: clock.now() };
    const message = { channel: channel.id, thread, onlyFor, text, ...by };
    const place = { id: requestId(request), person: viewer.id, channel: channel.id, thread };
    const what = command
      ? ({ kind: "command", line: command.line } as const)
      : ({ kind: "nothing" } as const);
    desk.ask({ ...place, what }, () => messages.add(message));
    return done(request, response, message);
  });

  router.post("/act", (request, response) => {
    const message = seen(request);
    const action = field(request, "action");
    if (!message || !Object.values(message.actions).includes(action)) {
      return refuse(response, "That button is gone. Reload the page.");
    }
    const { id, channel, thread } = message;
    const what = { kind: "action", action, fields: fieldsOf(request), message: id } as const;
    desk.ask({ ...askedBy(request), channel, thread, what });
    return done(request, response, message);
  });

  router.post("/capture", (request, response) => {
    const message = seen(request);
    if (!message || message.onlyFor !== undefined) return refuse(response, "That message is gone.");
    const root = message.thread ?? message.id;
    const what = { kind: "capture", root } as const;
    desk.ask({ ...askedBy(request), channel: message.channel, thread: root, what });
    // The answer comes in the thread: show it.
    response.redirect(303, `/c/${encodeURIComponent(message.channel)}/t/${root}`);
  });

  router.post("/edit", (request, response) => {
    const message = seen(request);
    const text = field(request, "text").trim();
    const isOwn = message?.text !== undefined && message.author === viewerOf(workspace, request).id;
    if (!message || !isOwn || text === "") return refuse(response, "You cannot edit that message.");
    follow(request, message, "edited", () =>
      messages.change(message.id, { text: text.slice(0, LONGEST_TEXT) }),
    );
    return done(request, response, message);
  });

  router.post("/delete", (request, response) => {
    const message = seen(request);
    const viewer = viewerOf(workspace, request).id;
    if (!message || (message.author !== viewer && message.onlyFor !== viewer)) {
      return refuse(response, "You cannot delete that message.");
    }
    follow(request, message, "deleted", () => messages.remove(message.id));
    return done(request, response, message);
  });

  router.post("/person", (request, response) => {
    const person = people.find(({ id }) => id === field(request, "person"));
    if (person) setCookie(request, response, PERSON_COOKIE, person.id, YEAR_MS);
    response.redirect(303, "/");
  });

  /** Changes a message; what was learned from it follows, unless only its author ever saw it. */
  function follow(
    request: Request,
    { id, channel, thread, onlyFor }: Message,
    did: "edited" | "deleted",
    change: () => void,
  ): void {
    const root = thread ?? id;
    const what =
      onlyFor === undefined
        ? ({ kind: "change", root, message: id, did } as const)
        : ({ kind: "nothing" } as const);
    desk.ask({ ...askedBy(request), channel, thread: root, what }, change);
  }

  function askedBy(request: Request): Pick<Asked, "id" | "person"> {
    return { id: requestId(request), person: viewerOf(workspace, request).id };
  }
  return router;
}

function field(request: Request, name: string): string {
  return unixLines(textIn((request.body as Record<string, unknown> | undefined)?.[name]));
}

function fieldsOf(request: Request): Record<string, string> {
  const entries = Object.entries((request.body ?? {}) as Record<string, unknown>);
  const own = entries.filter(([name]) => name.startsWith(FIELD));
  return Object.fromEntries(
    own.map(([name, value]) => [name.slice(FIELD.length), unixLines(textIn(value))]),
  );
}

/** Browsers send the line ends of 1980. */
function unixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

/** The id that the page gave this request; a page without script has none, and then every request is new. */
function requestId(request: Request): string {
  const id = field(request, "id");
  return /^[\w-]{16,64}$/.test(id) ? id : randomUUID();
}

function done(
  request: Request,
  response: Response,
  { channel, thread }: Pick<Message, "channel" | "thread">,
): void {
  if (request.headers["hx-request"]) return void response.status(204).end();
  const page = `/c/${encodeURIComponent(channel)}`;
  response.redirect(303, thread === undefined ? page : `${page}/t/${thread}`);
}

function refuse(response: Response, why: string): void {
  response.status(422).send(notice(why));
}

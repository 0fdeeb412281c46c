import type { Request, Response } from "express";
import type { Person } from "../../../model/person.ts";
import type { ChannelStore } from "./channel-store.ts";
import { html, type Fragment } from "../../../model/html.ts";
import type { Message, MessageStore } from "./message-store.ts";
import { renderMessage } from "./render-message.ts";
import { channelItem } from "./render-page.ts";

const HEARTBEAT_MS = 20_000;

/** Tells open pages what changed. */
export interface LiveUpdates {
  /** Something changed: every open page is told what of it concerns it. */
  changed(): void;
  /** Keeps a page up to date from a revision on, until it closes. */
  follow(request: Request, response: Response, place: Followed): void;
  close(): void;
}

/** What an open page shows. */
interface Followed {
  readonly channel: string;
  readonly viewer: Person;
  readonly since: number;
}

/**
 * Server-sent events of htmx partials. Each page asks the store for what came after its own revision, so a page that
 * was away, or whose server was restarted, gets exactly what it missed.
 */
export function createLiveUpdates(tools: {
  readonly messages: MessageStore;
  readonly channels: ChannelStore;
  readonly isWaiting: (person: string, channel: string) => boolean;
}): LiveUpdates {
  const pages = new Set<() => void>();
  const responses = new Set<Response>();
  let told = true;

  return {
    changed() {
      if (!told) return;
      told = false;
      // Changes that come together are told together.
      setImmediate(() => {
        told = true;
        for (const tell of pages) tell();
      });
    },
    follow(request, response, place) {
      const page = { revision: place.since, shown: "", waiting: false };
      const tell = () => {
        if (response.writableNeedDrain) return;
        try {
          const parts = news(tools, place, page);
          if (parts !== "") response.write(eventOf(parts, page.revision));
        } catch {
          // The chat's disk is away. The page tries again by itself, from what it last saw.
          response.end();
        }
      };
      const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
      response.set({ "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" });
      response.flushHeaders();
      response.on("drain", tell);
      pages.add(tell);
      responses.add(response);
      request.on("close", () => {
        clearInterval(heartbeat);
        pages.delete(tell);
        responses.delete(response);
      });
      tell();
    },
    close() {
      for (const response of responses) response.end();
    },
  };
}

/** What the page does not show yet, as markup; notes in `page` that it does now. */
function news(
  {
    messages,
    channels,
    isWaiting,
  }: {
    messages: MessageStore;
    channels: ChannelStore;
    isWaiting: (person: string, channel: string) => boolean;
  },
  { channel, viewer }: Followed,
  page: { revision: number; shown: string; waiting: boolean },
): string {
  const changes = messages.changedSince(page.revision, viewer.id);
  const here = changes.filter((message) => message.channel === channel);
  const parts: Fragment[] = here.map((message) =>
    change(
      message,
      viewer,
      message.born > page.revision,
      messages.answersTo(message.id, viewer.id),
    ),
  );
  page.revision = changes.at(-1)?.revision ?? page.revision;
  if (here.length > 0) channels.read(viewer.id, channel);

  const list = html`${channels.list(viewer.id).map((listed) => channelItem(listed, channel))}`;
  if (list.markup !== page.shown) {
    page.shown = list.markup;
    parts.push(partial("#channels", "innerMorph", list));
  }
  const waiting = isWaiting(viewer.id, channel);
  if (waiting !== page.waiting) {
    page.waiting = waiting;
    parts.push(partial("#working", "innerHTML", waiting && "depmap is looking…"));
  }
  return html`${parts}`.markup;
}

function change(message: Message, viewer: Person, isNew: boolean, answers: number): Fragment {
  const { id, thread, channel, onlyFor } = message;
  if (message.deleted) return ["m", "t"].map((list) => partial(`#${list}-${id}`, "delete", ""));
  const showing = { viewer: viewer.id, answers };
  // The page scrolls to it, and opens its form.
  const isMine = onlyFor !== undefined || message.author === viewer.id;
  const inThread = renderMessage(message, { ...showing, list: "t" });
  if (thread !== undefined) {
    if (!isNew) return partial(`#t-${id}`, "outerMorph", inThread);
    const fresh = renderMessage(message, { ...showing, list: "t", fresh: isMine });
    return partial(`#thread-${thread}`, "upsert key:data-seq", fresh);
  }
  if (!isNew) {
    return [
      partial(`#m-${id}`, "outerMorph", renderMessage(message, { ...showing, list: "m" })),
      partial(`#t-${id}`, "outerMorph", inThread),
    ];
  }
  const fresh = renderMessage(message, { ...showing, list: "m", fresh: isMine });
  return partial(`#list-${channel}`, "upsert key:data-seq", fresh);
}

function partial(target: string, swap: string, content: Fragment): Fragment {
  return html`<hx-partial hx-target="${target}" hx-swap="${swap}">${content}</hx-partial>`;
}

function eventOf(markup: string, revision: number): string {
  const data = markup.split("\n").map((line) => `data: ${line}\n`);
  return `id: ${revision}\n${data.join("")}\n`;
}

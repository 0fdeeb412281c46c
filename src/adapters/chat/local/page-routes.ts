import { Router, type Response } from "express";
import type { Channel, ChatHandlers } from "../../../ports/chat.ts";
import { commandIn } from "./command-in.ts";
import { html } from "../../../model/html.ts";
import type { LiveUpdates } from "./live-updates.ts";
import type { Message } from "./message-store.ts";
import { renderForm } from "./render-controls.ts";
import { surroundingOf } from "./render-message.ts";
import { messageItems, renderPage } from "./render-page.ts";
import { textIn, viewerOf, type Workspace } from "./workspace.ts";

const PAGE_SIZE = 60;
/** Enough to choose from without scrolling. */
const COMPLETIONS = 8;

/** What the workspace shows: pages, older messages, pictures, forms, completion and live updates. */
export function pageRoutes(
  workspace: Workspace,
  live: LiveUpdates,
  complete: ChatHandlers["complete"],
  canLogOut: boolean,
): Router {
  const { messages, channels, people, imageOf } = workspace;
  const router = Router();

  function page(response: Response, channel: Channel, rootId?: string): void {
    const viewer = viewerOf(workspace, response.req);
    const readUpTo = channels.readUpTo(viewer.id, channel.id);
    const newest = messages.inChannel(channel.id, viewer.id, PAGE_SIZE + 1);
    const root = rootId === undefined ? undefined : messages.find(rootId);
    const isOpen = root?.channel === channel.id && !root.deleted;
    const thread = isOpen ? messages.inThread(root.id, viewer.id) : undefined;
    channels.read(viewer.id, channel.id);
    response.send(
      renderPage({
        channel,
        channels: channels.list(viewer.id),
        viewer,
        people,
        messages: newest.slice(-PAGE_SIZE),
        more: newest.length > PAGE_SIZE,
        readUpTo,
        thread,
        revision: messages.revision(),
        answersTo: ({ id }) => messages.answersTo(id, viewer.id),
        canLogOut,
      }),
    );
  }

  router.get("/", (_, response) => {
    response.redirect(303, `/c/${encodeURIComponent(workspace.firstChannel)}`);
  });
  router.get("/c/:channel{/t/:root}", (request, response, next) => {
    const channel = channels.find(request.params.channel);
    if (!channel) return next();
    page(response, channel, request.params.root);
  });
  router.get("/c/:channel/older", (request, response, next) => {
    const channel = channels.find(request.params.channel);
    if (!channel) return next();
    const viewer = viewerOf(workspace, request);
    const before = Number(request.query["before"]) || 0;
    const older = messages.inChannel(channel.id, viewer.id, PAGE_SIZE + 1, before);
    const items = messageItems({
      channel,
      viewer,
      messages: older.slice(-PAGE_SIZE),
      more: older.length > PAGE_SIZE,
      readUpTo: 0,
      answersTo: ({ id }) => messages.answersTo(id, viewer.id),
    });
    response.send(html`${items}`.markup);
  });

  function visible(id: string, viewer: string): Message | undefined {
    const message = messages.find(id);
    const sees = message?.onlyFor === undefined || message.onlyFor === viewer;
    return message && !message.deleted && sees ? message : undefined;
  }

  router.get("/m/:message/picture/:block", async (request, response, next) => {
    const message = visible(request.params.message, viewerOf(workspace, request).id);
    const block = message?.reply?.blocks[Number(request.params.block)];
    if (block?.type !== "picture") return next();
    // Opened by itself, an SVG is a document: it may draw, and nothing else.
    response.set(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
    const { type, body } = await imageOf(block.svg);
    response.type(type).send(typeof body === "string" ? body : Buffer.from(body));
  });
  router.get("/m/:message/form/:block", (request, response, next) => {
    const message = visible(request.params.message, viewerOf(workspace, request).id);
    if (!message?.reply) return next();
    const form = renderForm(message.reply, Number(request.params.block), surroundingOf(message));
    if (!form) return next();
    response.send(form.markup);
  });
  router.get("/m/:message/edit", (request, response, next) => {
    const viewer = viewerOf(workspace, request);
    const message = visible(request.params.message, viewer.id);
    if (message?.text === undefined || message.author !== viewer.id) return next();
    response.send(editForm(message.id, message.text));
  });

  router.get("/complete", async (request, response) => {
    const { text, channel, thread } = request.query;
    const command = commandIn(textIn(text));
    const place = {
      chat: "local",
      channel: textIn(channel) || undefined,
      thread: textIn(thread) || undefined,
    };
    const found = command ? await complete(command.line, place) : [];
    const options = found
      .slice(0, COMPLETIONS)
      .map(
        ({ line, label, hint }) =>
          html`<li role="option" data-line="${command?.prefix}${line}">
            <strong>${label}</strong><span class="muted">${hint}</span>
          </li>`,
      );
    response.send(html`${options}`.markup);
  });

  router.get("/live", (request, response) => {
    const channel = channels.find(textIn(request.query["channel"]));
    const since = Number(request.headers["last-event-id"] ?? request.query["since"]) || 0;
    const viewer = viewerOf(workspace, request);
    live.follow(request, response, { channel: channel?.id ?? "", viewer, since });
  });
  return router;
}

function editForm(message: string, text: string): string {
  return html`<h2 id="dialog-title">Edit your message</h2>
    <form method="post" action="/edit" hx-post="/edit" hx-swap="none">
      <input type="hidden" name="message" value="${message}" />
      <label
        ><span>Message</span><textarea name="text" rows="5" required>${"\n"}${text}</textarea>
      </label>
      <div class="row">
        <button class="primary">Save</button>
        <button type="button" class="usual" data-closes-dialog>Cancel</button>
      </div>
    </form>`.markup;
}

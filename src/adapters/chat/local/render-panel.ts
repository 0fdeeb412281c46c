import type { Person } from "../../../model/person.ts";
import type { Channel } from "../../../ports/chat.ts";
import { html, type Html } from "../../../model/html.ts";
import type { Message } from "./message-store.ts";
import { renderMessage } from "./render-message.ts";

/** The thread beside the channel, its root first; an empty place when none is open. */
export function panelHtml({
  thread,
  channel,
  viewer,
}: {
  readonly thread?: readonly Message[] | undefined;
  readonly channel: Channel;
  readonly viewer: Person;
}): Html {
  const [root] = thread ?? [];
  if (!thread || !root) return html`<aside id="panel"></aside>`;
  const page = `/c/${encodeURIComponent(channel.id)}`;
  return html`<aside id="panel" class="open" aria-label="Thread" data-root="${root.id}">
    <header class="bar">
      <h2>Thread</h2>
      <a
        class="close"
        href="${page}"
        hx-get="${page}"
        hx-select="#panel"
        hx-target="#panel"
        hx-swap="outerHTML"
        hx-push-url="true"
        data-closes-thread
        aria-label="Close thread"
        >✕</a
      >
    </header>
    <div class="scroller" tabindex="0" role="log" aria-label="Messages of the thread">
      <ol class="messages" id="thread-${root.id}" data-list>
        ${thread.map((message) =>
          renderMessage(message, { viewer: viewer.id, list: "t", answers: 0 }),
        )}
      </ol>
    </div>
    ${composerHtml(channel, root.id)}
  </aside>`;
}

/** The field in which one writes, with its suggestions. */
export function composerHtml({ id, name }: Channel, thread: string | undefined): Html {
  const where = thread === undefined ? "main" : "thread";
  const label = thread === undefined ? `Write to #${name}` : "Answer in the thread";
  return html`<form
    id="composer-${where}"
    class="composer"
    method="post"
    action="/say"
    hx-post="/say"
    hx-swap="none"
    hx-sync="this:queue all"
  >
    <input type="hidden" name="channel" value="${id}" />
    ${thread !== undefined && html`<input type="hidden" name="thread" value="${thread}" />`}
    <ul
      class="completions"
      id="completions-${where}"
      role="listbox"
      aria-label="Suggestions"
      hx-get="/complete"
      hx-trigger="input from:#composer-${where} delay:60ms"
      hx-include="#composer-${where}"
      hx-sync="this:replace"
      hidden
    ></ul>
    <textarea
      id="${thread === undefined ? "say" : "answer"}"
      name="text"
      rows="1"
      aria-label="${label}"
      placeholder="Write, or / for commands"
      autocomplete="off"
      enterkeyhint="send"
      maxlength="8000"
      required
    ></textarea>
    <button class="primary send">Send</button>
  </form>`;
}

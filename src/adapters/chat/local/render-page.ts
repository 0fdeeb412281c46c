import type { Person } from "../../../model/person.ts";
import type { Channel } from "../../../ports/chat.ts";
import type { ListedChannel } from "./channel-store.ts";
import { html, type Fragment, type Html } from "../../../model/html.ts";
import type { Message } from "./message-store.ts";
import { logo, renderDocument } from "./render-document.ts";
import { renderMessage } from "./render-message.ts";
import { composerHtml, panelHtml } from "./render-panel.ts";

/** Everything that a page of the workspace shows. */
export interface Page {
  readonly channel: Channel;
  readonly channels: readonly ListedChannel[];
  readonly viewer: Person;
  readonly people: readonly Person[];
  readonly messages: readonly Message[];
  /** There are messages before the first of `messages`. */
  readonly more: boolean;
  readonly readUpTo: number;
  /** The open thread, its root first. */
  readonly thread?: readonly Message[] | undefined;
  /** The last change this page shows. */
  readonly revision: number;
  readonly answersTo: (message: Message) => number;
  readonly canLogOut: boolean;
}

/** The whole workspace with one channel open, and perhaps a thread. Works without script, too. */
export function renderPage(page: Page): string {
  const { channel, viewer, channels, revision } = page;
  const live = `/live?channel=${encodeURIComponent(channel.id)}&since=${revision}`;
  const body = html`<a class="skip" href="#say">Skip to writing</a>
    <div id="live" hx-sse:connect="${live}" hx-swap="none"></div>
    <p id="offline" role="status">Connection lost. Trying again…</p>
    <div class="workspace">
      <nav id="sidebar" popover aria-label="Channels">
        <p class="brand">${logo()}<span>depmap</span></p>
        <h2>Channels</h2>
        <ul id="channels">
          ${channels.map((listed) => channelItem(listed, channel.id))}
        </ul>
        ${personPicker(page)}
      </nav>
      <main class="channel" aria-label="Channel ${channel.name}">
        <header class="bar">
          <button class="burger" popovertarget="sidebar" aria-label="Channels">☰</button>
          <h1><span aria-hidden="true">#</span>${channel.name}</h1>
          <p class="muted">${viewer.name} · ${viewer.role}</p>
        </header>
        <div
          class="scroller"
          id="scroller"
          tabindex="0"
          role="log"
          aria-label="Messages in ${channel.name}"
        >
          ${listHtml(page)}
          <p id="working" role="status"></p>
        </div>
        <button id="newer" class="primary" type="button" hidden>New messages ↓</button>
        ${composerHtml(channel, undefined)}
      </main>
      ${panelHtml(page)}
    </div>
    <dialog id="dialog" aria-labelledby="dialog-title">
      <div id="dialog-content"></div>
    </dialog>
    <dialog id="viewer" aria-label="Picture">
      <img alt="" /><button class="usual" data-closes-dialog>Close</button>
    </dialog>
    <div id="toast" role="alert"></div>`;
  return renderDocument(`#${channel.name}`, body);
}

/** One line of the list of channels. */
export function channelItem({ id, name, unread }: ListedChannel, open: string): Html {
  const current = id === open;
  return html`<li>
    <a href="/c/${encodeURIComponent(id)}" ${current && html`aria-current="page"`}>
      <span class="hash" aria-hidden="true">#</span
      ><span class="name" title="${name}">${name}</span>
      ${
        unread > 0 &&
        !current &&
        html`<span class="unread">${unread}<span class="hidden"> unread</span></span>`
      }
    </a>
  </li>`;
}

/** Messages of a channel as items, with a way to the older ones. */
export function messageItems(
  page: Pick<Page, "channel" | "messages" | "viewer" | "answersTo" | "more" | "readUpTo">,
): Fragment {
  const { channel, messages, viewer, more, readUpTo } = page;
  const firstUnread = messages.find(({ seq, author }) => seq > readUpTo && author !== viewer.id);
  const older = `/c/${encodeURIComponent(channel.id)}/older?before=${messages[0]?.seq ?? 0}`;
  return [
    more &&
      html`<li class="older">
        <button class="usual" hx-get="${older}" hx-target="closest li" hx-swap="outerHTML">
          Show older messages
        </button>
      </li>`,
    messages.map((message) =>
      renderMessage(message, {
        viewer: viewer.id,
        list: "m",
        answers: page.answersTo(message),
        firstUnread: readUpTo > 0 && message === firstUnread,
      }),
    ),
  ];
}

function listHtml(page: Page): Html {
  return html`<ol class="messages" id="list-${page.channel.id}" data-list>
      ${messageItems(page)}
    </ol>
    ${emptyState(page.channel)}`;
}

/** Shown by the style sheet while the list above it is empty. */
function emptyState({ id, name }: Channel): Html {
  const tries = [
    ["/depmap help", "what depmap can do, with the flow of an incident"],
    ["/depmap blast-radius", "who is hit when something fails"],
    ["/depmap status", "what the map was made from, and how old it is"],
  ] as const;
  return html`<div class="empty">
    ${logo()}
    <h2>Nothing has happened in #${name} yet</h2>
    <p>Incidents, briefings and answers stand here. Try one of these first:</p>
    ${tries.map(
      ([line, hint]) =>
        html`<form method="post" action="/say" hx-post="/say" hx-swap="none">
          <input type="hidden" name="channel" value="${id}" />
          <button class="try" name="text" value="${line}"><code>${line}</code> ${hint}</button>
        </form>`,
    )}
    <p class="muted">
      Type <code>/</code> for completion, or mention <code>@depmap</code>. The menu of a message
      captures the dependencies that its thread tells of.
    </p>
  </div>`;
}

function personPicker({ people, viewer, canLogOut }: Page): Html {
  return html`<form class="person" method="post" action="/person">
      <label
        ><span>Act as</span
        ><select name="person">
          ${people.map(
            ({ id, name, role }) =>
              html`<option value="${id}" ${id === viewer.id && html`selected`}>
                ${name} · ${role}
              </option>`,
          )}
        </select></label
      ><button class="usual">Switch</button>
    </form>
    ${
      canLogOut &&
      html`<form class="person" method="post" action="/logout">
        <button class="usual">Log out</button>
      </form>`
    }`;
}

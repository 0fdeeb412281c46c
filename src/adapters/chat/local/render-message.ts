import { plainLine, plainText } from "../../../model/plain-text.ts";
import type { Reply } from "../../../model/reply.ts";
import { html, type Fragment, type Html } from "../../../model/html.ts";
import { actionKey } from "./kept-reply.ts";
import { DEPMAP } from "./local-chat.ts";
import type { Message } from "./message-store.ts";
import { pictureVersion } from "./picture-images.ts";
import type { Surrounding } from "./render-controls.ts";
import { renderHtml } from "./render-html.ts";

/** What a thread shows of the message that it hangs on: of a briefing, what is going on and what caused it. */
const ROOT_BLOCKS = 2;

/** How a message is to be shown. */
export interface Showing {
  /** The person who looks. */
  readonly viewer: string;
  /** `m`: in the channel, with the way into its thread; `t`: in the thread beside it. */
  readonly list: "m" | "t";
  /** How many answers its thread has. */
  readonly answers: number;
  /** It just came in; a form for the viewer opens by itself. */
  readonly fresh?: boolean;
  /** Everything before it has been read. */
  readonly firstUnread?: boolean;
}

/** One message as an item of the list, with its menu and the way into its thread. */
export function renderMessage(message: Message, showing: Showing): Html {
  const { id, seq, author, authorName, at, edited, onlyFor } = message;
  const classes = [
    "message",
    author === DEPMAP && "from-depmap",
    onlyFor !== undefined && "only-you",
    showing.firstUnread === true && "first-unread",
  ];
  return html`<li
    id="${showing.list}-${id}"
    class="${classes.filter(Boolean).join(" ")}"
    data-seq="${seq}"
    data-author="${author}"
    ${showing.fresh === true && html`data-fresh`}
  >
    <div class="avatar" aria-hidden="true">${initialOf(authorName)}</div>
    <article aria-label="${plainLine(authorName)}">
      <header>
        <strong class="author">${plainLine(authorName)}</strong>
        ${author === DEPMAP && html`<span class="tag">app</span>`} ${timeHtml(at)}
        ${edited && html`<span class="muted">edited</span>`}
        ${onlyFor !== undefined && html`<span class="whisper">Only you can see this</span>`}
      </header>
      ${contentHtml(message, showing)}
      ${showing.list === "m" && threadLink(message, showing.answers)}
    </article>
    ${menuHtml(message, showing)}
  </li>`;
}

/** What a message's controls need to work in this workspace. */
export function surroundingOf({ id, actions, reply }: Message): Surrounding {
  return {
    message: id,
    actionId: (action) => actions[actionKey(action)],
    pictureUrl(at) {
      const block = reply?.blocks[at];
      const version = block?.type === "picture" ? `?v=${pictureVersion(block.svg)}` : "";
      return `/m/${id}/picture/${at}${version}`;
    },
    formUrl: (block) => `/m/${id}/form/${block}`,
  };
}

function contentHtml(message: Message, { list }: Showing): Html {
  const { reply } = message;
  if (reply && list === "t" && message.thread === undefined) return rootHtml(message, reply);
  if (reply) return renderHtml(reply, surroundingOf(message));
  const text = plainText(message.text ?? "");
  const isCommand = text.startsWith("/");
  return html`<p class="said">${isCommand ? html`<code>${text}</code>` : text}</p>`;
}

/** A long reply at the head of its own thread is cut short there, so that the answers are in sight. */
function rootHtml(message: Message, reply: Reply): Html {
  const surrounding = surroundingOf(message);
  if (reply.blocks.length <= ROOT_BLOCKS + 2) return renderHtml(reply, surrounding);
  const head = { ...reply, blocks: reply.blocks.slice(0, ROOT_BLOCKS), footer: [] };
  const page = `/c/${encodeURIComponent(message.channel)}`;
  return html`${renderHtml(head, surrounding)}<a class="whole" href="${page}#m-${message.id}"
      >Show the whole message</a
    >`;
}

function timeHtml(at: number): Html {
  const utc = new Date(at).toISOString();
  return html`<time datetime="${utc}" title="${utc.slice(0, 19).replace("T", " ")} UTC"
    >${utc.slice(11, 16)} UTC</time
  >`;
}

function threadLink({ id, channel, onlyFor }: Message, answers: number): Fragment {
  if (onlyFor !== undefined || answers === 0) return undefined;
  return html`<a class="answers" ${openThread(channel, id)}
    >${answers} ${answers === 1 ? "answer" : "answers"}</a
  >`;
}

/** The attributes of a link that opens a thread beside the channel. */
function openThread(channel: string, root: string): Html {
  const page = `/c/${encodeURIComponent(channel)}/t/${root}`;
  return html`href="${page}" hx-get="${page}" hx-select="#panel" hx-target="#panel"
  hx-swap="outerHTML" hx-push-url="true"`;
}

function menuHtml(message: Message, { viewer, list }: Showing): Fragment {
  const { id, channel, onlyFor, author, text } = message;
  const own = author === viewer && text !== undefined && !text.startsWith("/");
  const hidden = html`<input type="hidden" name="message" value="${id}" />`;
  const post = (path: string, label: string) =>
    html`<form method="post" action="${path}" hx-post="${path}" hx-swap="none">
      ${hidden}<button class="item">${label}</button>
    </form>`;
  const capture = html`hx-select="#panel" hx-target="#panel" hx-swap="outerHTML"`;
  return html`<details class="menu" hx-morph-skip>
    <summary aria-label="Actions for the message of ${plainLine(message.authorName)}">
      <span aria-hidden="true">···</span>
    </summary>
    <div class="items">
      ${
        onlyFor === undefined && [
          list === "m" && html`<a class="item" ${openThread(channel, id)}>Answer in thread</a>`,
          captureHtml(hidden, capture),
        ]
      }
      ${
        own && [
          html`<button
            class="item"
            type="button"
            hx-get="/m/${id}/edit"
            hx-target="#dialog-content"
          >
            Edit
          </button>`,
          post("/delete", "Delete"),
        ]
      }
      ${onlyFor !== undefined && post("/delete", "Dismiss")}
    </div>
  </details>`;
}

function captureHtml(hidden: Html, into: Html): Html {
  return html`<form method="post" action="/capture" hx-post="/capture" ${into}>
    ${hidden}<button class="item">Capture dependencies</button>
  </form>`;
}

function initialOf(name: string): string {
  const [first = "?"] = new Intl.Segmenter("en").segment(plainLine(name).trim() || "?");
  return typeof first === "string" ? first : first.segment.toUpperCase();
}

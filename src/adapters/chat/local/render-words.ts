import { plainLine, plainText } from "../../../model/plain-text.ts";
import type { Text } from "../../../model/reply.ts";
import { html, type Fragment, type Html } from "../../../model/html.ts";

/** Who said it, linked to where when that address is harmless. */
export function renderSource(author: string, link: string | undefined): Fragment {
  const name = plainLine(author);
  // Links of this workspace itself begin with a slash.
  const safe = link !== undefined && (/^https?:\/\//.test(link) || /^\/[^/\\]/.test(link));
  return safe ? html`<a href="${link}" rel="noreferrer">${name}</a>` : name;
}

/** Where a message of this workspace stands, as `chat.linkTo` writes it. */
const ADDRESS = /(\/c\/[\w%-]{1,300}\/t\/m[\w-]{1,60}#t-m[\w-]{1,60})/;

/**
 * A text with its styles and with depmap's own links; everything else in it stays letters.
 *
 * The address of a message of this workspace, given as evidence, becomes a link to it.
 */
export function renderWords(text: Text): Fragment {
  if (typeof text === "string") return linked(text);
  return text.map(({ text: words, style, link }) => {
    const run = styled(words, style);
    if (!link || !/^https?:\/\//.test(link)) return run;
    return html`<a href="${link}" target="_blank" rel="noreferrer">${run}</a>`;
  });
}

function styled(words: string, style: "bold" | "code" | "muted" | undefined): Html {
  if (style === "code") return html`<code>${plainText(words)}</code>`;
  const said = linked(words);
  if (style === "bold") return html`<strong>${said}</strong>`;
  return style === "muted" ? html`<span class="muted">${said}</span>` : html`${said}`;
}

function linked(words: string): Fragment {
  // A number and its sign stay on one line.
  const parts = plainText(words)
    .replaceAll(/(\d) %/g, "$1\u00A0%")
    .split(ADDRESS);
  // Split by a group, every other part is what the group found.
  return parts.map((part, at) => (at % 2 === 1 ? html`<a href="${part}">its message</a>` : part));
}

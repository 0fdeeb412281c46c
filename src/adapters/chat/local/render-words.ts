import { plainLine, plainText } from "../../../model/plain-text.ts";
import type { Text } from "../../../model/reply.ts";
import { html, type Fragment, type Html } from "./html.ts";

/** Who said it, linked to where when that address is harmless. */
export function renderSource(author: string, link: string | undefined): Fragment {
  const name = plainLine(author);
  // Links of this workspace itself begin with a slash.
  const safe = link !== undefined && (/^https?:\/\//.test(link) || /^\/[^/\\]/.test(link));
  return safe ? html`<a href="${link}" rel="noreferrer">${name}</a>` : name;
}

/** A text with its styles and with depmap's own links; everything else in it stays letters. */
export function renderWords(text: Text): Fragment {
  if (typeof text === "string") return plainText(text);
  return text.map(({ text: words, style, link }) => {
    const run = styled(plainText(words), style);
    if (!link || !/^https?:\/\//.test(link)) return run;
    return html`<a href="${link}" target="_blank" rel="noreferrer">${run}</a>`;
  });
}

function styled(words: string, style: "bold" | "code" | "muted" | undefined): Html {
  if (style === "bold") return html`<strong>${words}</strong>`;
  if (style === "code") return html`<code>${words}</code>`;
  return style === "muted" ? html`<span class="muted">${words}</span>` : html`${words}`;
}

import { plainLine, plainText } from "../../../model/plain-text.ts";
import type { Block, Reply, Tone } from "../../../model/reply.ts";
import { html, type Fragment, type Html } from "../../../model/html.ts";
import { renderControls, type Surrounding } from "./render-controls.ts";
import { renderSource, renderWords } from "./render-words.ts";

/** The word that stands beside a tone's colour. */
const WORDS: Readonly<Record<Tone, string>> = {
  down: "Down",
  degraded: "Degraded",
  stale: "Stale",
  starved: "Starved",
  ok: "OK",
  neutral: "",
};

/**
 * A reply as HTML without script, style or event attributes.
 *
 * All words are escaped; the only links are those depmap made itself. Pictures are images by address: an SVG in an
 * `img` cannot run anything.
 */
export function renderHtml(reply: Reply, surrounding: Surrounding): Html {
  const word = WORDS[reply.tone];
  return html`<div class="reply tone-${reply.tone}">
    <h2 class="headline">
      ${word !== "" && toneBadge(reply.tone)}${renderWords(plainLine(reply.headline))}
    </h2>
    ${reply.banner !== undefined && html`<p class="banner">${plainText(reply.banner)}</p>`}
    ${reply.blocks.map((block, at) => blockHtml(block, at, surrounding))}
    ${footerHtml(reply.footer)}
  </div>`;
}

function toneBadge(tone: Tone): Html {
  return html`<span class="badge tone-${tone}">${WORDS[tone]}</span> `;
}

function blockHtml(block: Block, at: number, surrounding: Surrounding): Html {
  const title = "title" in block && block.type !== "form" ? block.title : undefined;
  return html`<section class="block ${block.type}">
    ${title !== undefined && html`<h3>${plainLine(title)}</h3>`}${contentHtml(block, at, surrounding)}
  </section>`;
}

function contentHtml(block: Block, at: number, surrounding: Surrounding): Html {
  switch (block.type) {
    case "section":
      return html`<p>${renderWords(block.text)}</p>`;
    case "facts":
      return html`<dl>
        ${block.facts.map(
          ({ label, value }) =>
            html`<div>
              <dt>${plainLine(label)}</dt>
              <dd>${renderWords(value)}</dd>
            </div>`,
        )}
      </dl>`;
    case "list": {
      const toned = block.items.some(({ tone }) => tone !== "neutral");
      return html`<ul class="${toned ? "toned" : "plain"}">
          ${block.items.map(
            ({ text, tone }) =>
              html`<li>
                ${toned && toneBadge(tone)}<span class="words">${renderWords(text)}</span>
              </li>`,
          )}
        </ul>
        ${moreHtml(block.more)}`;
    }
    case "table":
      return html`<div
          class="scroll"
          tabindex="0"
          role="region"
          aria-label="${block.title ?? "Table"}"
        >
          <table>
            <thead>
              <tr>
                ${block.columns.map((column) => html`<th scope="col">${plainLine(column)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${block.rows.map(
                (row) =>
                  html`<tr>
                    ${row.map((cell) => html`<td>${renderWords(cell)}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        ${moreHtml(block.more)}`;
    case "quote":
      return html`<blockquote>
        <p>${plainText(block.text)}</p>
        <footer>— ${renderSource(block.author, block.link)}</footer>
      </blockquote>`;
    case "picture":
      return pictureHtml(block, surrounding.pictureUrl(at));
    case "buttons":
    case "select":
    case "search":
    case "form":
      return renderControls(block, at, surrounding);
  }
}

function moreHtml(more: number): Fragment {
  return more > 0 && html`<p class="more">+${more} more</p>`;
}

function footerHtml(lines: readonly string[]): Fragment {
  return (
    lines.length > 0 &&
    html`<footer class="sources">${lines.map((line) => html`<p>${plainLine(line)}</p>`)}</footer>`
  );
}

function pictureHtml({ svg, alt }: Block & { type: "picture" }, url: string): Html {
  const { width, height } = sizeOf(svg);
  return html`<a
    class="picture"
    href="${url}"
    target="_blank"
    rel="noreferrer"
    data-enlarge
    aria-label="Enlarge: ${plainText(alt)}"
    ><img src="${url}" alt="${plainText(alt)}" width="${width}" height="${height}" /><span
      class="hint"
      aria-hidden="true"
      >Enlarge</span
    ></a
  >`;
}

/** The size that an SVG asks for in pixels, so that the page leaves room for it before it is there. */
function sizeOf(svg: string): { width: number; height: number } {
  const [root = ""] = /<svg[^>]*>/.exec(svg) ?? [];
  const [, width, height] =
    /viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"/.exec(root) ?? [];
  // Graphviz counts in points.
  const scale = /width="[\d.]+pt"/.test(root) ? 4 / 3 : 1;
  return {
    width: Math.round(Number(width ?? 480) * scale),
    height: Math.round(Number(height ?? 320) * scale),
  };
}

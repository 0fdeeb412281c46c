import { randomBytes } from "node:crypto";
import { Router } from "express";
import { html, type Html } from "../model/html.ts";
import type { Block, Reply, Text } from "../model/reply.ts";
import type { MapLinks } from "./map-links.ts";

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
  h1 { font-size: 1.4rem; }
  .banner { border-left: 4px solid #b45309; padding-left: .75rem; }
  figure { background: #fff; border-radius: .5rem; margin: 1.5rem 0; overflow: auto; padding: 1rem; }
  figure img { height: auto; max-width: 100%; }
  footer { font-size: .85rem; opacity: .8; }`;

/**
 * `GET /map/incidents/:id?signature=…`: the map of one incident as it is now, for whoever has its link.
 *
 * `answer` gives what to show; undefined when there is no such incident or it is over for too long. The page has no
 * script, loads nothing, and is not kept by browsers.
 */
export function mapPage(
  links: Pick<MapLinks, "isOurs">,
  answer: (incidentId: string) => Promise<Reply | undefined>,
): Router {
  const router = Router();
  router.get("/map/incidents/:id", async (request, response) => {
    const { id } = request.params;
    const { signature } = request.query;
    const isOurs = typeof signature === "string" && links.isOurs(id, signature);
    const reply = isOurs ? await answer(id) : undefined;
    const nonce = randomBytes(16).toString("base64");
    response.set({
      "Cache-Control": "no-store",
      "Content-Security-Policy": `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "X-Robots-Tag": "noindex",
    });
    // A wrong link and a link to nothing look alike: nobody learns which incidents there are.
    const body = reply ? contentOf(reply) : GONE;
    response
      .status(reply ? 200 : 404)
      .type("html")
      .send(page(reply?.headline, body, nonce));
  });
  return router;
}

const GONE = html`<h1>There is no map here</h1>
  <p>
    The link is not complete, or its incident is over for more than 30 days. Open the incident's
    briefing and follow the bookmark from there.
  </p>`;

function page(title: string | undefined, body: Html, nonce: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title ?? "No map"} · depmap</title>
        <style nonce="${nonce}">
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`.markup;
}

function contentOf({ headline, banner, blocks, footer }: Reply): Html {
  return html`<h1>${headline}</h1>
    ${banner !== undefined && html`<p class="banner">${banner}</p>`} ${blocks.map(blockOf)}
    <footer>${footer.map((line) => html`<p>${line}</p>`)}</footer>`;
}

/** What can be read; what can be pressed has no place on a page without a person. */
function blockOf(block: Block): Html {
  const title = "title" in block && block.title ? html`<h2>${block.title}</h2>` : html``;
  switch (block.type) {
    case "section":
      return html`${title}
        <p>${wordsOf(block.text)}</p>`;
    case "facts":
      return html`${title}
        <ul>
          ${block.facts.map(({ label, value }) => html`<li>${label}: ${wordsOf(value)}</li>`)}
        </ul>`;
    case "list":
      return html`${title}
        <ul>
          ${block.items.map(({ text }) => html`<li>${wordsOf(text)}</li>`)}
          ${block.more > 0 && html`<li>+${block.more} more</li>`}
        </ul>`;
    case "picture": {
      const source = `data:image/svg+xml;base64,${Buffer.from(block.svg).toString("base64")}`;
      return html`<figure><img src="${source}" alt="${block.alt}" /></figure>`;
    }
    case "table":
    case "quote":
    case "buttons":
    case "select":
    case "search":
    case "form":
      return html``;
  }
}

function wordsOf(text: Text): string {
  return typeof text === "string" ? text : text.map((run) => run.text).join("");
}

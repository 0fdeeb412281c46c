import { html, type Html } from "../../../model/html.ts";

/** A document with the workspace's style and script around a body. */
export function renderDocument(title: string, body: Html): string {
  // No `defer` on htmx: it would start before its extensions are loaded, and now and then without them (4.0.1).
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content='{"includeIndicatorCSS":false,"history":"reload"}' />
        <title>${title} · depmap</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/chat.css" />
        <script src="/assets/htmx.min.js"></script>
        <script src="/assets/hx-sse.min.js"></script>
        <script src="/assets/hx-upsert.min.js"></script>
        <script src="/assets/chat.js" type="module"></script>
      </head>
      <body>
        ${body}
      </body>
    </html>`.markup;
}

/** depmap's mark. */
export function logo(): Html {
  return html`<img class="logo" src="/assets/icon.svg" alt="" width="28" height="28" />`;
}

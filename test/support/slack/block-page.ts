import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pageBlock, type PageTools } from "./page-block.ts";
import { pageStyle } from "./page-style.ts";
import { escapeHtml } from "./page-words.ts";

type Json = Readonly<Record<string, unknown>>;

/** What is to be looked at. */
export interface Shown {
  /** What it is, over the picture. */
  readonly title: string;
  readonly surface: "message" | "ephemeral" | "modal" | "home";
  readonly blocks: readonly Json[];
  /** A modal's own words. */
  readonly view?: Json;
}

/** Blocks as a page on which they look about as they do in Slack's desktop client; for people, not for tests. */
export function blockPage(shown: Shown, tools: PageTools): string {
  const body = shown.blocks.map((block) => pageBlock(block, tools)).join("");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <title>${escapeHtml(shown.title)}</title><style>${fonts()}${pageStyle}</style></head>
    <body class="${shown.surface}">${around(shown, `<div class="blocks">${body}</div>`)}</body></html>`;
}

function around({ surface, view }: Shown, blocks: string): string {
  if (surface === "home") return `<main>${blocks}</main>`;
  if (surface === "modal") {
    const said = (key: string) => escapeHtml(wordsOf(view?.[key]));
    const submit = view?.["submit"] === undefined ? "" : `<b class="submit">${said("submit")}</b>`;
    return `<main><h1>${said("title")}</h1>${blocks}<footer><b>${said("close")}</b>${submit}</footer></main>`;
  }
  const only = surface === "ephemeral" ? '<p class="only">Only visible to you</p>' : "";
  return `<main><div class="avatar">d</div><div class="said">${only}<p class="by"><b>depmap</b>
    <span class="app">APP</span> <time>02:17</time></p>${blocks}</div></main>`;
}

function wordsOf(text: unknown): string {
  const words = typeof text === "object" && text !== null && "text" in text ? text.text : "";
  return typeof words === "string" ? words : "";
}

function fonts(): string {
  const path = createRequire(import.meta.url).resolve;
  return [
    ["400", "400Regular/Arimo_400Regular"],
    ["700", "700Bold/Arimo_700Bold"],
  ]
    .map(([weight, name]) => {
      const file = readFileSync(path(`@expo-google-fonts/arimo/${name}.ttf`)).toString("base64");
      return `@font-face{font-family:Arimo;font-weight:${weight};src:url(data:font/ttf;base64,${file})}`;
    })
    .join("");
}

import { escapeHtml, pageEmoji } from "./page-words.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a block needs that is not in it. */
export interface PageTools {
  /** The address of a Slack file's picture. */
  pictureOf(fileId: string): string | undefined;
}

/** One block as HTML, about as Slack's desktop client shows it. */
export function pageBlock(block: Json, tools: PageTools): string {
  return `<div class="block ${said(block["type"])}">${contentOf(block, tools)}</div>`;
}

function contentOf(block: Json, tools: PageTools): string {
  switch (block["type"]) {
    case "header":
      return text(block["text"]);
    case "rich_text":
      return list(block["elements"]).map(richPart).join("");
    case "section": {
      const beside = block["accessory"] === undefined ? "" : element(json(block["accessory"]));
      return `<div>${text(block["text"])}</div>${beside}`;
    }
    case "context":
      return list(block["elements"])
        .map((one) => `<span>${text(one)}</span>`)
        .join("");
    case "actions":
      return list(block["elements"]).map(element).join("");
    case "input": {
      const optional = block["optional"] === true ? ' <span class="muted">(optional)</span>' : "";
      return `<label>${text(block["label"])}${optional}</label>${element(json(block["element"]))}`;
    }
    case "image": {
      const url = tools.pictureOf(said(json(block["slack_file"])["id"])) ?? "";
      const title = block["title"] === undefined ? "" : `<p>${text(block["title"])}</p>`;
      return `${title}<img src="${url}" alt="${escapeHtml(said(block["alt_text"]))}">`;
    }
    case "table":
      return `<table>${list(block["rows"])
        .map((row) => rowOf(row, list(block["column_settings"])))
        .join("")}</table>`;
    default:
      return `<pre>${escapeHtml(JSON.stringify(block))}</pre>`;
  }
}

function richPart(part: Json): string {
  const elements = list(part["elements"]);
  switch (part["type"]) {
    case "rich_text_list":
      return `<ul>${elements.map((item) => `<li>${richPart(item)}</li>`).join("")}</ul>`;
    case "rich_text_quote":
      return `<blockquote>${elements.map(leaf).join("")}</blockquote>`;
    default:
      return `<div>${elements.map(leaf).join("")}</div>`;
  }
}

function leaf(one: Json): string {
  if (one["type"] === "emoji") return pageEmoji(`:${said(one["name"])}:`);
  const style = json(one["style"]);
  let words = escapeHtml(said(one["text"]) || said(one["url"]));
  if (style["code"] === true) words = `<code>${words}</code>`;
  if (style["bold"] === true) words = `<b>${words}</b>`;
  return one["type"] === "link" ? `<a>${words}</a>` : pageEmoji(words);
}

function rowOf(row: unknown, settings: readonly Json[]): string {
  const cells = list(row).map((cell, at) => {
    const wraps = settings[at]?.["is_wrapped"] === true ? "wraps" : "";
    return `<td class="${wraps}">${list(cell["elements"]).map(richPart).join("")}</td>`;
  });
  return `<tr>${cells.join("")}</tr>`;
}

function element(one: Json): string {
  switch (one["type"]) {
    case "button":
      return `<b class="button ${said(one["style"])}">${text(one["text"])}</b>`;
    case "plain_text_input": {
      const lines = one["multiline"] === true ? " lines" : "";
      return `<div class="field${lines}">${escapeHtml(said(one["initial_value"]))}</div>`;
    }
    default: {
      const chosen = json(one["initial_option"])["text"] ?? one["placeholder"];
      return `<div class="field select">${text(chosen)}<span>⌄</span></div>`;
    }
  }
}

function text(object: unknown): string {
  return pageEmoji(escapeHtml(said(json(object)["text"])));
}

function said(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function json(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function list(value: unknown): Json[] & unknown[] {
  return Array.isArray(value) ? value : [];
}

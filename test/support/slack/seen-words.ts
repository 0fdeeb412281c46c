import { elementsOf } from "./elements.ts";
import { jsonOf, listOf, textOf, type Json, type SlackState } from "./slack-state.ts";

/** The words of blocks as a person reads them; what can be pressed in brackets. */
export function seenWords(state: SlackState, blocks: readonly Json[], text: string): string {
  if (blocks.length === 0) return mrkdwnWords(state, text);
  return blocks
    .map((block) => blockWords(state, block))
    .filter((words) => words !== "")
    .join("\n");
}

function blockWords(state: SlackState, block: Json): string {
  const buttons = elementsOf([block]).map(({ block: of, element }) => elementWords(of, element));
  const words = [
    textWords(state, block["text"]),
    ...listOf(block["fields"]).map((field) => textWords(state, field)),
    textWords(state, block["title"]),
    block["type"] === "image" ? `(picture: ${textOf(block, "alt_text")})` : "",
    block["type"] === "rich_text"
      ? listOf(block["elements"])
          .map((one) => richWords(state, one))
          .join("\n")
      : "",
    block["type"] === "context"
      ? listOf(block["elements"])
          .map((element) => contextWords(state, element))
          .join(" ")
      : "",
    block["type"] === "table" ? tableWords(state, block) : "",
    buttons.join(" "),
    textWords(state, block["hint"]),
  ];
  return words.filter((one) => one !== "").join("\n");
}

function elementWords(block: Json, element: Json): string {
  const words = textOf(jsonOf(element["text"]), "text");
  if (words !== "") return `[${words}]`;
  const label = textOf(jsonOf(block["label"]), "text");
  const placeholder = textOf(jsonOf(element["placeholder"]), "text");
  const initial =
    textOf(element, "initial_value") ||
    textOf(jsonOf(jsonOf(element["initial_option"])["text"]), "text");
  const options = listOf(element["options"]).map((option) =>
    textOf(jsonOf(option["text"]), "text"),
  );
  const shown = initial || placeholder;
  const choices = options.length === 0 ? "" : ` (${options.join(" | ")})`;
  return `${label === "" ? "" : `${label}: `}[${shown}${choices}]`;
}

function contextWords(state: SlackState, element: Json): string {
  if (element["type"] === "image") return `(picture: ${textOf(element, "alt_text")})`;
  return textWords(state, element);
}

function textWords(state: SlackState, text: unknown): string {
  const { type, text: words } = jsonOf(text);
  if (typeof words !== "string") return "";
  return type === "mrkdwn" ? mrkdwnWords(state, words) : words;
}

function tableWords(state: SlackState, block: Json): string {
  const rows: unknown[] = Array.isArray(block["rows"]) ? block["rows"] : [];
  return rows
    .map((row) =>
      listOf(row)
        .map((cell) =>
          cell["type"] === "rich_text" ? richWords(state, cell) : textOf(cell, "text"),
        )
        .join(" | "),
    )
    .join("\n");
}

/** A rich text and everything in it. */
function richWords(state: SlackState, part: Json): string {
  const inside = listOf(part["elements"]).map((one) => richWords(state, one));
  switch (textOf(part, "type")) {
    case "user":
      return `@${state.users.get(textOf(part, "user_id"))?.name ?? textOf(part, "user_id")}`;
    case "broadcast":
      return `@${textOf(part, "range")}`;
    case "channel":
      return `#${state.channels.get(textOf(part, "channel_id"))?.name ?? ""}`;
    case "link":
      return textOf(part, "text") || textOf(part, "url");
    case "emoji":
      return `:${textOf(part, "name")}:`;
    case "rich_text_list":
      return inside.map((item) => `• ${item}`).join("\n");
    case "rich_text":
      return inside.join("\n");
    default:
      return textOf(part, "text") || inside.join("");
  }
}

/** Mrkdwn as it is shown: links as their words, mentions as names, marks gone. */
function mrkdwnWords(state: SlackState, text: string): string {
  return text
    .replaceAll(/<([^<>]+)>/g, (_, inside: string) => {
      const [target = "", label] = inside.split("|");
      if (label !== undefined) return label;
      if (target.startsWith("@"))
        return `@${state.users.get(target.slice(1))?.name ?? target.slice(1)}`;
      if (target.startsWith("#"))
        return `#${state.channels.get(target.slice(1))?.name ?? target.slice(1)}`;
      return target.startsWith("!") ? `@${target.slice(1)}` : target;
    })
    .replaceAll(/(?<![\p{L}\p{N}*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\p{L}\p{N}*])/gu, "$1")
    .replaceAll(/(?<![\p{L}\p{N}_])_([^\s_](?:[^_\n]*[^\s_])?)_(?![\p{L}\p{N}_])/gu, "$1")
    .replaceAll(/`([^`\n]+)`/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

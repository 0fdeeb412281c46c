import { plainWords } from "../../posting/plain-words.ts";

/**
 * What somebody typed, without Slack's markup and with quotes and dashes as they were before a keyboard made them pretty.
 *
 * @example
 * ```ts
 * typedLine("path “stock cache” <http://cart.example|cart.example> —as A&amp;B");
 * // => 'path "stock cache" cart.example --as A&B'
 * ```
 */
export function typedLine(text: string): string {
  return plainWords(text)
    .replaceAll(/[“”„]/g, '"')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/(?<=^|\s)[—–](?=[a-z])/g, "--")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/**
 * What was written to depmap: the words behind the mention of that user, or before it when nothing is behind it.
 *
 * @example
 * ```ts
 * ["hey <@UBOT> owners cart", "<@UBOT|depmap>: status", "help <@UBOT>"].map((text) => lineFor("UBOT", text));
 * // => ["owners cart", "status", "help"]
 * ```
 */
export function lineFor(botUser: string, text: string): string {
  const parts = text.split(/<@([^<>|]+)(?:\|[^<>]*)?>/);
  // Odd places are the users that were mentioned.
  const at = parts.findIndex((part, place) => place % 2 === 1 && part === botUser);
  if (at < 0) return typedLine(text);
  const behind = typedLine(rejoined(parts.slice(at + 1), botUser)).replace(/^[,:\s]+/, "");
  return behind === "" ? typedLine(rejoined(parts.slice(0, at), botUser)) : behind;
}

function rejoined(parts: readonly string[], botUser: string): string {
  return parts
    .map((part, place) => (place % 2 === 0 ? part : part === botUser ? "" : `<@${part}>`))
    .join("");
}

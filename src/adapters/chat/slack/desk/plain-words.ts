/**
 * The words that somebody wrote, without Slack's markup: what stands in `<…>` by its label, and what a keyboard made
 * of quotes and dashes as it was typed.
 *
 * @example
 * ```ts
 * plainWords("path “stock cache” <http://cart.example|cart.example> —as A&amp;B");
 * // => 'path "stock cache" cart.example --as A&B'
 * ```
 */
export function plainWords(text: string): string {
  return text
    .replaceAll(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_, sign: string, target, label) =>
      wordsOf(sign, String(target), label === undefined ? undefined : String(label)),
    )
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
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
  if (at < 0) return plainWords(text);
  const behind = plainWords(rejoined(parts.slice(at + 1), botUser)).replace(/^[,:\s]+/, "");
  return behind === "" ? plainWords(rejoined(parts.slice(0, at), botUser)) : behind;
}

function rejoined(parts: readonly string[], botUser: string): string {
  return parts
    .map((part, place) => (place % 2 === 0 ? part : part === botUser ? "" : `<@${part}>`))
    .join("");
}

function wordsOf(sign: string, target: string, label: string | undefined): string {
  if (sign === "#") return `#${label ?? target}`;
  if (sign === "@") return `@${label ?? target}`;
  if (sign === "!") return label ?? "";
  return label ?? target.replace(/^mailto:/, "");
}

import { plainText } from "../../../../model/plain-text.ts";
import { escapeSigns } from "./escape-signs.ts";

/** Signs that look like Slack's own and mean nothing to it. */
const HARMLESS: Readonly<Record<string, string>> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ" };
/** Joins words and shows nothing: what it stands in is one word no longer to Slack. */
const JOINER = "\u2060";

/**
 * Text for where Slack reads markup whether we like it or not: the line of a notification.
 *
 * `& < >` are escaped. Signs that would make bold, italic, struck or code look the same and are others; within a name
 * (`stock_cache`) they are harmless and stay. Addresses, `@here`, `#channel` and `:emoji:` are broken invisibly.
 *
 * @example
 * ```ts
 * escapeMrkdwn("<!channel> *stock_cache* & more");
 * // => "&lt;!channel&gt; ∗stock_cache∗ &amp; more"
 * ```
 */
export function escapeMrkdwn(text: string): string {
  const dead = plainText(text)
    .replaceAll(
      /(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|`/gu,
      (sign) => HARMLESS[sign] ?? sign,
    )
    .replaceAll(/:(?=\/\/|[\w+-]+:)/g, `:${JOINER}`)
    .replaceAll(/[@#](?=[\p{L}\p{N}_])/gu, (sign) => sign + JOINER)
    .replaceAll(/(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, `.${JOINER}`);
  return escapeSigns(dead);
}

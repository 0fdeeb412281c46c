import { cutText, plainLine } from "../model/plain-text.ts";

/**
 * Text for a Graphviz HTML label in which nothing comes alive: no tag, no entity, no quote, no control character.
 *
 * @example
 * ```ts
 * dotText(`<b>"Q&A"</b>`, 40);
 * // => "&lt;b&gt;&quot;Q&amp;A&quot;&lt;/b&gt;"
 * ```
 */
export function dotText(text: string, max: number): string {
  return cutText(plainLine(text).toWellFormed(), max)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/[\uFFFE\uFFFF\u2028\u2029]/g, "\uFFFD");
}

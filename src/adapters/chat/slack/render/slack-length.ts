import { cutText } from "../../../../model/plain-text.ts";

/**
 * The characters of a text as Slack counts them: `&`, `<` and `>` are kept escaped.
 *
 * @example
 * ```ts
 * slackLength("a & b");
 * // => 9
 * ```
 */
export function slackLength(text: string): number {
  let length = text.length;
  for (const sign of text) {
    if (sign === "&") length += 4;
    else if (sign === "<" || sign === ">") length += 3;
  }
  return length;
}

/**
 * The text cut to what Slack counts as `max` characters, with a `…` when something was cut.
 *
 * @example
 * ```ts
 * cutToSlack("a & b & c", 9);
 * // => "a &…"
 * ```
 */
export function cutToSlack(text: string, max: number): string {
  if (slackLength(text) <= max) return text;
  let [low, high] = [0, Math.min(text.length, max)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (slackLength(cutText(text, middle)) <= max) low = middle;
    else high = middle - 1;
  }
  return cutText(text, low);
}

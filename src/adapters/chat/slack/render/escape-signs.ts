/**
 * The text with the three signs escaped by which Slack tells its own words from people's.
 *
 * @example
 * ```ts
 * escapeSigns("<!here> & more");
 * // => "&lt;!here&gt; &amp; more"
 * ```
 */
export function escapeSigns(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

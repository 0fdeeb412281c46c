/** What Slack writes between angle brackets: `<@U1>`, `<#C1|name>`, `<!here>`, `<https://x|label>`. */
const BRACKETS = /<([^<>\s|][^<>|]*)(?:\|([^<>]*))?>/g;

/** People that a text mentions, by id. */
export function mentionedIn(text: string): readonly string[] {
  return [...text.matchAll(BRACKETS)].flatMap(([, target = "", label]) =>
    target.startsWith("@") && !label ? [target.slice(1)] : [],
  );
}

/**
 * A message's text as people see it: names instead of ids, labels instead of links, no escapes.
 *
 * @example
 * ```ts
 * plainWords("<@U1> says a &lt;b&gt; needs <https://x.example|the ledger>", new Map([["U1", "Ada"]]));
 * // => "@Ada says a <b> needs the ledger"
 * ```
 */
export function plainWords(text: string, nameOf: ReadonlyMap<string, string> = new Map()): string {
  const shown = text.replaceAll(BRACKETS, (_, target: string, label: string | undefined) => {
    if (target.startsWith("@"))
      return `@${label || nameOf.get(target.slice(1)) || target.slice(1)}`;
    if (target.startsWith("#")) return `#${label || target.slice(1)}`;
    if (target.startsWith("!")) return label || `@${target.slice(1)}`;
    return label || target.replace(/^mailto:/, "");
  });
  return shown.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

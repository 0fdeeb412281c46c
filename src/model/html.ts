/** Markup that is safe to send: made by `html` only. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: text is escaped, nothing is left out, lists are joined. */
export type Fragment = Html | string | number | undefined | false | readonly Fragment[];

/**
 * A template for markup in which every value is text unless it is markup itself.
 *
 * @example
 * ```ts
 * html`<b title="${'a"b'}">${"<script>"}</b>${[html`<i></i>`, false]}`.markup;
 * // => '<b title="a&quot;b">&lt;script&gt;</b><i></i>'
 * ```
 */
export function html(parts: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  const markup = parts.reduce((sum, part, at) => sum + markupOf(values[at - 1]) + part);
  return { markup };
}

function markupOf(value: Fragment): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escaped(value);
  if ("markup" in value) return value.markup;
  return value.map(markupOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

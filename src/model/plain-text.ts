/**
 * Text that cannot act: control characters and the signs that turn the reading direction become `�`.
 *
 * New lines stay; a tab becomes a space. Names from outside pass through here before a terminal or a page shows them.
 *
 * @example
 * ```ts
 * plainText("red\u001b[2Jis\u202Egnp.exe");
 * // => "red�[2Jis�gnp.exe"
 * ```
 */
export function plainText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll("\t", " ")
    .replaceAll(/[^\P{Cc}\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, "�");
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll("\n", " ");
}

/**
 * At most `max` characters (UTF-16 units), the last one a `…` when something was cut. Never cuts a sign in two.
 *
 * @example
 * ```ts
 * cutText("blast radius", 6);
 * // => "blast…"
 * ```
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, Math.max(0, max - 1)).replace(/[\uD800-\uDBFF]$/, "");
  return `${kept.trimEnd()}…`;
}

/**
 * A moment for people, to the minute.
 *
 * @example
 * ```ts
 * utcWords(Date.UTC(2026, 2, 2, 2, 13, 40));
 * // => "2026-03-02 02:13 UTC"
 * ```
 */
export function utcWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

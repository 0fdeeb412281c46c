/**
 * The JSON text of a value with all keys in one order, so that equal values have equal texts.
 *
 * @example
 * ```ts
 * canonicalJson({ b: 1, a: [{ d: 2, c: undefined }] });
 * // => '{"a":[{"d":2}],"b":1}'
 * ```
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

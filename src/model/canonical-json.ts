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
  return JSON.stringify(isSorted(value) ? value : sorted(value));
}

/** What was read from a canonical text is in order already, and needs no copy. */
function isSorted(value: unknown): boolean {
  if (value === null || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before = "";
  for (const [key, inner] of Object.entries(value)) {
    if (key < before || !isSorted(inner)) return false;
    before = key;
  }
  return true;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const record = value as Readonly<Record<string, unknown>>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(record).toSorted()) {
    // Set like any other, this key would give the copy a prototype and be lost.
    if (key !== "__proto__") copy[key] = sorted(record[key]);
    else Object.defineProperty(copy, key, { value: sorted(record[key]), enumerable: true });
  }
  return copy;
}

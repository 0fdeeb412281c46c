/**
 * Puts an entry in as the newest, and forgets the oldest when there are more than `most` of them.
 *
 * @example
 * ```ts
 * const known = new Map([["a", 1], ["b", 2]]);
 * rememberNewest(known, "a", 3, 2);
 * rememberNewest(known, "c", 4, 2);
 * [...known.keys()];
 * // => ["a", "c"]
 * ```
 */
export function rememberNewest<Value>(
  known: Map<string, Value>,
  key: string,
  value: Value,
  most: number,
): void {
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
}

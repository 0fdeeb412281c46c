/**
 * A noun's singular, by its ending.
 *
 * @example
 * ```ts
 * ["queues", "caches", "proxies", "access", "dns", "status"].map(singular);
 * // => ["queue", "cache", "proxy", "access", "dns", "status"]
 * ```
 */
export function singular(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length < 4 || !lower.endsWith("s") || KEEP.has(lower)) return word;
  if (lower.endsWith("ss") || lower.endsWith("us") || lower.endsWith("is")) return word;
  if (lower.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (["sses", "shes", "xes", "oxes"].some((ending) => lower.endsWith(ending)))
    return word.slice(0, -2);
  return word.slice(0, -1);
}

/** They end in s and are no plurals. */
const KEEP = new Set(
  "dns kubernetes redis postgres aws gcs sqs sns rds ses kms tls ios https analytics postgress always".split(
    " ",
  ),
);

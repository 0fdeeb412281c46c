import Fuse from "fuse.js";

/**
 * The names most like what was asked, nearest first; none when nothing is near.
 *
 * @example
 * ```ts
 * nearestNames("blast-raduis", ["blast-radius", "path", "owners"], 3);
 * // => ["blast-radius"]
 * ```
 */
export function nearestNames(asked: string, names: readonly string[], limit: number): string[] {
  return new Fuse(names, { threshold: 0.45, ignoreLocation: true })
    .search(asked, { limit })
    .map(({ item }) => item);
}

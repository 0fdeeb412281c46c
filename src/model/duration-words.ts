/**
 * A length of time in the two largest units that count, for people.
 *
 * @example
 * ```ts
 * [0, 900, 5000, 90_000, 7_500_000, 200_000_000].map(durationWords);
 * // => ["0 s", "0.9 s", "5 s", "1 min 30 s", "2 h 5 min", "2 d 7 h"]
 * ```
 */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 1 && seconds > 0) return `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const;
  let left = Math.round(seconds);
  const words: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (words.length === 2 || (words.length === 1 && count === 0)) break;
    if (count > 0) words.push(`${count} ${unit}`);
  }
  return words.join(" ");
}

/**
 * Who said something, as people call them: the person that the evidence of their own words names, else the source.
 *
 * @example
 * ```ts
 * whoSaid("person:U07", ["said by Maria in slack/C01"]);
 * // => "Maria"
 * ```
 */
export function whoSaid(source: string, evidence: readonly string[]): string {
  if (!isPerson(source)) return source;
  const named = evidence.map((line) => /^said by (.+) in \S+$/.exec(line)?.[1]);
  return named.find((name) => name !== undefined) ?? source;
}

/** Is this the source of somebody's own words? */
export function isPerson(source: string): boolean {
  return source.startsWith("person:");
}

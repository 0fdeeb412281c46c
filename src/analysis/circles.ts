/** Who needs whom; what is needed but has no entry of its own is left out. */
export type NeedGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Sorts the members of a graph into circles: members of one need each other, directly or not. Most are alone in theirs.
 *
 * Tarjan's strongly connected components, without recursion: a circle comes after those that it needs. O(V + E).
 *
 * [Reference]: https://en.wikipedia.org/wiki/Tarjan%27s_strongly_connected_components_algorithm
 *
 * @example
 * ```ts
 * circles(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]])).map((circle) => circle.toSorted());
 * // => [["b", "c"], ["a"]]
 * ```
 */
export function circles(graph: NeedGraph): string[][] {
  const found: string[][] = [];
  const met = new Map<string, { low: number; isOpen: boolean }>();
  const open: string[] = [];
  for (const start of graph.keys()) {
    const trail: { member: string; at: number; needs: readonly string[]; next: number }[] = [];
    const visit = (member: string) => {
      const needs = (graph.get(member) ?? []).filter((need) => graph.has(need));
      trail.push({ member, at: met.size, needs, next: 0 });
      met.set(member, { low: met.size, isOpen: true });
      open.push(member);
    };
    if (!met.has(start)) visit(start);
    for (let step = trail.at(-1); step; step = trail.at(-1)) {
      const own = met.get(step.member) as { low: number; isOpen: boolean };
      const need = step.needs[step.next];
      if (need !== undefined) {
        step.next += 1;
        const known = met.get(need);
        if (!known) visit(need);
        else if (known.isOpen) own.low = Math.min(own.low, known.low);
        continue;
      }
      trail.pop();
      const above = trail.at(-1) && met.get((trail.at(-1) as { member: string }).member);
      if (above) above.low = Math.min(above.low, own.low);
      if (own.low !== step.at) continue;
      const circle = open.splice(open.lastIndexOf(step.member));
      for (const member of circle) (met.get(member) as { isOpen: boolean }).isOpen = false;
      found.push(circle);
    }
  }
  return found;
}

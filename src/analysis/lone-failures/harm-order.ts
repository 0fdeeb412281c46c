import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";

/**
 * The components in the order in which harm runs: everybody stands before those whom it harms, but for circles.
 *
 * Depth first from provider to consumer, last left first. O(V + E).
 */
export function harmOrder({ components, consumer, firstUse }: Snapshot): Int32Array {
  const count = components.length;
  const order = new Int32Array(count);
  const isMet = new Uint8Array(count);
  const nextUse = firstUse.slice(0, count);
  const path = new Int32Array(count);
  let free = count;
  for (let start: ComponentIndex = 0; start < count; start += 1) {
    if (isMet[start] === 1) continue;
    let depth = 0;
    path[0] = start;
    isMet[start] = 1;
    while (depth >= 0) {
      const here = path[depth] as number;
      const use = nextUse[here] as number;
      if (use === firstUse[here + 1]) {
        depth -= 1;
        free -= 1;
        order[free] = here;
        continue;
      }
      nextUse[here] = use + 1;
      const harmed = consumer[use] as number;
      if (isMet[harmed] === 1) continue;
      isMet[harmed] = 1;
      depth += 1;
      path[depth] = harmed;
    }
  }
  return order;
}

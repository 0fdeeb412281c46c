import { circles, type NeedGraph } from "./circles.ts";
import { createFailureQueue } from "./failure/failure-queue.ts";

/**
 * Names the members of a graph so that what is needed comes before what needs it.
 *
 * Among those that could be next, the first in `preferred` is. Members that need each other in a circle come
 * together: the first of them in `breakers` without what it needs, the others in their order. One by one, so that
 * whoever wants only the first few does not wait for the rest.
 *
 * @example
 * ```ts
 * const graph = new Map([["web", ["api", "auth"]], ["api", ["auth"]], ["auth", ["api"]]]);
 * [...orderedByNeed(graph, ["web", "api", "auth"], ["auth", "api", "web"])];
 * // => ["auth", "api", "web"]
 * ```
 */
export function* orderedByNeed(
  graph: NeedGraph,
  preferred: readonly string[],
  breakers: readonly string[],
): Generator<string> {
  const rank = new Map(preferred.map((member, place) => [member, place]));
  const all = circles(graph);
  const circleOf = new Map(all.flatMap((circle, place) => circle.map((member) => [member, place])));
  const needed = all.map((circle, place) => {
    const needs = circle
      .flatMap((member) => graph.get(member) ?? [])
      .map((need) => circleOf.get(need));
    return new Set(needs.filter((other) => other !== undefined && other !== place));
  });
  const neededBy = new Map<number, number[]>();
  for (const [place, others] of needed.entries()) {
    for (const other of others as Set<number>) {
      const list = neededBy.get(other);
      if (list) list.push(place);
      else neededBy.set(other, [place]);
    }
  }
  const ready = createFailureQueue();
  const addIfReady = (place: number) => {
    if (needed[place]?.size !== 0) return;
    const ranks = (all[place] as string[]).map((member) => rank.get(member) ?? Infinity);
    ready.push(
      place,
      ranks.reduce((best, next) => Math.min(best, next)),
      place,
    );
  };
  for (const place of all.keys()) addIfReady(place);

  while (ready.size > 0) {
    const place = ready.pop();
    yield* orderedCircle(graph, all[place] as string[], preferred, breakers);
    for (const other of neededBy.get(place) ?? []) {
      needed[other]?.delete(place);
      addIfReady(other);
    }
  }
}

function* orderedCircle(
  graph: NeedGraph,
  circle: readonly string[],
  preferred: readonly string[],
  breakers: readonly string[],
): Generator<string> {
  const [only] = circle;
  if (only !== undefined && circle.length === 1) {
    yield only;
    return;
  }
  const members = new Set(circle);
  const inCircle = breakers.filter((member) => members.has(member));
  const first = inCircle[0] ?? only;
  if (first === undefined) return;
  yield first;
  members.delete(first);
  const rest = new Map([...members].map((member) => [member, graph.get(member) ?? []]));
  yield* orderedByNeed(rest, preferred, inCircle);
}

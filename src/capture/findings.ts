import { causeRelations } from "./cause-relations.ts";
import type { Finding } from "./finding.ts";
import { fragmentRelations } from "./fragment-relations.ts";
import { harmRelations } from "./harm-relations.ts";
import { lawRelations } from "./law-relations.ts";
import { nounRelations } from "./noun-relations.ts";
import { isPlace, placeRelations } from "./place-relations.ts";
import { removals } from "./removals.ts";
import { roleRelations } from "./role-relations.ts";
import { sceneOf, type Scene } from "./scene.ts";
import { sharedRelations } from "./shared-relations.ts";
import { sideBySide } from "./side-by-side.ts";
import { staleDataRelations } from "./stale-data-relations.ts";
import { isTool } from "./tools.ts";
import { verbRelations } from "./verb-relations.ts";

/** Everything that the rules see in one sentence, its asides included; what no dependency can be is left out. */
export function findingsOf(scene: Scene): Finding[] {
  const gone = removals(scene);
  const asides = scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind !== "aside") return [];
    const host = scene.readings[at - 1]?.ref;
    return findingsOf(sceneOf(chunk.chunks, scene.memory, host ? [host] : []));
  });
  const seen = [
    ...verbRelations(scene),
    ...causeRelations(scene),
    ...harmRelations(scene),
    ...nounRelations(scene),
    ...placeRelations(scene),
    ...lawRelations(scene),
    ...roleRelations(scene),
    ...sharedRelations(scene),
    ...fragmentRelations(scene),
    ...staleDataRelations(scene),
  ];
  const beside = sideBySide(scene, [...seen, ...gone]);
  return [
    ...beside,
    ...seen.filter((finding) => !isGone(finding, gone)),
    ...gone,
    ...asides,
  ].filter(isPossible);
}

/** What the same sentence says has been cut is not there to be added. */
function isGone(finding: Finding, gone: readonly Finding[]): boolean {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return (
    finding.change === "add" &&
    gone.some(
      ({ change, consumer, provider }) =>
        change === "remove" &&
        same(consumer.end, finding.consumer.end) &&
        same(provider.end, finding.provider.end),
    )
  );
}

/** Places need nobody; tools that watch and ship need, and are needed, only where a verb says so. */
function isPossible({ consumer, provider, because, change, sure, coupling }: Finding): boolean {
  if (isPlace(consumer)) return false;
  const neitherKnown = "new" in consumer.end && "new" in provider.end;
  if (neitherKnown && sure < 0.85) return false;
  if (coupling === "runs-on" && "new" in consumer.end) return false;
  if (change === "remove" || (!isTool(consumer) && !isTool(provider))) return true;
  if (isTool(consumer) && isTool(provider)) return false;
  if ([consumer, provider].some((ref) => isTool(ref) && "new" in ref.end)) return false;
  return because.endsWith("voice") || because.startsWith("one failed");
}

import type { BlastRadius, HarmState } from "../model/impact.ts";
import { Reply, type Block } from "../model/reply.ts";
import { evidenceFooter } from "./evidence-footer.ts";
import { shortNames } from "./short-names.ts";
import { hitLists } from "./who-is-hit.ts";

const WORST_FIRST: readonly HarmState[] = ["down", "degraded", "stale"];

/**
 * Tells a blast radius: the count by state, each hit with when and why, what only goes quiet, and what was not seen.
 *
 * `extra` stands between the hits and the footer.
 */
export function blastRadiusReply(blast: BlastRadius, extra: readonly Block[] = []): Reply {
  const { origins, hits, starved } = blast;
  const name = shortNames([...origins, ...hits.flatMap(({ chain }) => chain)]);
  const names = origins.map(name).join(" and ");
  const counts = WORST_FIRST.flatMap((state) => {
    const count = hits.filter((hit) => hit.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  const quiet = starved.length > 0 ? [`${starved.length} only quiet`] : [];
  const headline =
    counts.length + quiet.length > 0
      ? `When ${names} fails: ${[...counts, ...quiet].join(", ")}`
      : `Nothing on the map feels it when ${names} fails`;
  return Reply.parse({
    headline,
    tone: WORST_FIRST.find((state) => hits.some((hit) => hit.state === state)) ?? "ok",
    blocks: [...hitLists(hits, starved, new Set(), name), ...extra],
    footer: evidenceFooter(blast, blast.asOf),
  });
}

import type { ComponentId } from "../model/component.ts";
import { durationWords } from "../model/duration-words.ts";
import type { HarmState, Hit, Hits, Starved } from "../model/impact.ts";
import type { Block, Tone } from "../model/reply.ts";
import { sureness } from "./what-caused-it.ts";

type Name = (id: ComponentId) => string;

/** How many of each state are named before "+N more". */
const LISTED: Readonly<Record<HarmState, number>> = { down: 6, degraded: 4, stale: 4 };
const STATES = ["down", "degraded", "stale"] as const;
const STARVED_NAMED = 5;

/** The hits in order of time, a list for each state, worst first; the starved apart in one line. */
export function hitLists(
  hits: Hits,
  starved: readonly Starved[],
  alerting: ReadonlySet<ComponentId>,
  name: Name,
): Block[] {
  const lists = STATES.flatMap((state): Block[] => {
    const own = hits.filter((hit) => hit.state === state);
    if (own.length === 0) return [];
    const shown = own.slice(0, LISTED[state]);
    const items = shown.map((hit) => ({ text: hitLine(hit, alerting, name), tone: state as Tone }));
    return [
      { type: "list", title: `${own.length} ${state}`, items, more: own.length - shown.length },
    ];
  });
  if (starved.length === 0) return lists;
  const names = starved.slice(0, STARVED_NAMED).map(({ component }) => name(component));
  return [
    ...lists,
    {
      type: "list",
      title: `${starved.length} quiet, not broken`,
      items: [{ text: `gets no traffic any more: ${names.join(", ")}`, tone: "starved" }],
      more: starved.length - names.length,
    },
  ];
}

/** When a harm is felt, counted from the origin's failure. */
function etaWords(etaMs: number): string {
  return etaMs === 0 ? "at once" : `in ${durationWords(etaMs)}`;
}

/** From the hit component to the origin. */
export function chainWords(chain: readonly ComponentId[], name: Name): string {
  return chain.map(name).join(" → ");
}

function hitLine(hit: Hit, alerting: ReadonlySet<ComponentId>, name: Name) {
  const marks = [
    etaWords(hit.etaMs),
    ...(alerting.has(hit.component) ? ["alerting"] : []),
    ...(hit.runsOn === undefined ? [] : [`runs on ${name(hit.runsOn)}`]),
  ];
  return [
    { text: name(hit.component), style: "bold" as const },
    { text: ` ${marks.join(", ")}: ${chainWords(hit.chain, name)} ` },
    { text: `(${sureness(hit.confidence)})`, style: "muted" as const },
  ];
}

import { durationWords } from "../../model/duration-words.ts";
import type { ComponentIndex, Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Signs } from "./signs.ts";
import { consumersOf, isFailing, type Suspicion } from "./suspicion.ts";
import type { Timing } from "./timing.ts";

/** All that was found out; evidence is read from it. */
export interface Findings {
  readonly signs: ReadonlyMap<ComponentIndex, Signs>;
  readonly suspicion: Suspicion;
  readonly timing: Timing;
}

/** Says in short sentences what speaks for a candidate, then what speaks against it. */
export function evidenceFor(
  snapshot: Snapshot,
  { signs, suspicion, timing }: Findings,
  candidate: ComponentIndex,
): readonly string[] {
  const own = signs.get(candidate);
  const failing = [...signs.values()].filter(({ matters }) => matters).length;
  const starving = [...signs.values()].filter(({ traffic }) => traffic > 0).length;
  const explains = suspicion.explains[candidate] as number;
  const starves = suspicion.starves[candidate] as number;
  const change = timing.changed.get(candidate);
  const { consumers, quiet } = consumersOf(snapshot, signs, candidate);
  const isGateway = snapshot.components[candidate]?.kind === "gateway";

  const sentences: (string | false)[] = [
    explains > 0 && `explains ${explains} of ${counted(failing, "alerting component")}`,
    own !== undefined && own.ownWork > 0 && "its own work is slow or its resources are used up",
    own !== undefined && own.fault > 0 && "alerts itself",
    timing.leadMs > 0 && timing.first.has(candidate) && firstWords(timing),
    change !== undefined &&
      `changed ${durationWords(change.beforeMs)} before the first alert: ${change.what}`,
    starves > 0 &&
      `would explain why ${starves} of ${counted(starving, "component")} with little traffic went quiet`,
    !isFailing(own) && "silent itself",
    own !== undefined &&
      own.calls > 0 &&
      own.fault === 0 &&
      "alerts only about the calls that it makes",
    own !== undefined && own.traffic > 0 && "gets too little traffic: a victim's sign",
    isGateway && "only relays: the fault may lie behind it",
    quiet > 0 &&
      (quiet === consumers
        ? `${consumers === 1 ? "its only consumer is" : `all ${consumers} of its consumers are`} quiet`
        : `${quiet} of its ${consumers} consumers ${quiet === 1 ? "is" : "are"} quiet`),
  ];
  return sentences.filter((sentence) => sentence !== false);
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function firstWords({ first, leadMs }: Timing): string {
  const lead = durationWords(leadMs);
  return first.size === 1
    ? `alerted ${lead} before the others`
    : `was among the first ${first.size} to alert, ${lead} before the rest`;
}

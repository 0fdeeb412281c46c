import { isDataLike, type Coupling, type Strength } from "../../model/dependency.ts";
import type { HarmState } from "../../model/impact.ts";
import {
  COUPLINGS,
  STRENGTHS,
  type ComponentIndex,
  type DependencyIndex,
  type Snapshot,
} from "../../model/snapshot/snapshot.ts";
import { perSnapshot } from "../per-snapshot.ts";

/** How bad a state is, as a number: 0 for none, then the harm states from `stale` to `down`. */
export type Level = number;
/** `stale` is 1. */
export const DEGRADED = 2;
export const DOWN = 3;
const STATES: readonly HarmState[] = ["stale", "degraded", "down"];

/** The word for a level above 0. */
export function stateOf(level: Level): HarmState {
  return STATES[level - 1] as HarmState;
}

/** The level of a harm state. */
export function levelOf(state: HarmState): Level {
  return STATES.indexOf(state) + 1;
}

/**
 * What a provider in this state does to one consumer, when nothing stands in for it.
 *
 * Data-like couplings (events, tables, files, polls, batches) turn `down` and `stale` into `stale`: the consumer
 * still answers, from old data. The others turn `down` into `down` over a hard dependency and into `degraded`
 * over a soft one, and pass no staleness on. `degraded` crosses hard dependencies only. Strength `none` passes
 * nothing on.
 */
function harmPassedOn(
  coupling: Coupling,
  strength: Strength,
  provider: HarmState,
): HarmState | undefined {
  if (strength === "none") return undefined;
  if (provider === "degraded") return strength === "hard" ? "degraded" : undefined;
  if (isDataLike(coupling)) return "stale";
  if (provider === "stale") return undefined;
  return strength === "hard" ? "down" : "degraded";
}

/** Providers of one consumer that stand in for each other. */
export interface Group {
  readonly members: DependencyIndex[];
  /** So many members must be harmed before the consumer feels it: members − needed + 1. */
  readonly enough: number;
}

/** The rules of a snapshot's dependencies, laid out for walking. */
export interface EdgeRules {
  /** Each dependency's kind: its row in `passesOn`; its marks say what else to look at. */
  readonly kind: Uint8Array;
  /** `passesOn[4 * kind + level of the provider]` is the level of harm to the consumer. */
  readonly passesOn: Uint8Array;
  /** What stands in when the provider is down; undefined where the map does not know the named component. */
  readonly fallbackOf: ReadonlyMap<DependencyIndex, ComponentIndex | undefined>;
  readonly groupOf: ReadonlyMap<DependencyIndex, Group>;
}

/** Marks a kind of dependency that takes time, has a fallback, or is in a redundancy group. */
export const SPECIAL = 64;

/** The rules of every dependency. O(V + E) once for each snapshot. */
export const edgeRules = perSnapshot((snapshot: Snapshot): EdgeRules => {
  const { coupling, strength, delayMs, consumer } = snapshot;
  const kind = new Uint8Array(consumer.length);
  for (let index = 0; index < kind.length; index += 1) {
    const marks = (delayMs[index] as number) > 0 ? SPECIAL : 0;
    kind[index] =
      marks + (coupling[index] as number) * STRENGTHS.length + (strength[index] as number);
  }
  const passesOn = passingTable();
  const fallbackOf = new Map<DependencyIndex, ComponentIndex | undefined>();
  for (const [index, { fallback }] of snapshot.traits) {
    // A fallback helps only where the provider's failure would take the consumer down.
    if (fallback === undefined || passesOn[4 * (kind[index] as number) + DOWN] !== DOWN) continue;
    fallbackOf.set(index, snapshot.indexOf.get(fallback));
  }
  const groupOf = groupsOf(snapshot);
  for (const index of [...fallbackOf.keys(), ...groupOf.keys()]) {
    kind[index] = (kind[index] as number) | SPECIAL;
  }
  return { kind, passesOn, fallbackOf, groupOf };
});

function passingTable(): Uint8Array {
  const table = new Uint8Array(4 * 2 * SPECIAL);
  for (const [coupling, couplingWord] of COUPLINGS.entries()) {
    for (const [strength, strengthWord] of STRENGTHS.entries()) {
      const kind = coupling * STRENGTHS.length + strength;
      for (const state of STATES) {
        const harm = harmPassedOn(couplingWord, strengthWord, state);
        const level = harm === undefined ? 0 : levelOf(harm);
        for (const marks of [0, SPECIAL]) {
          table[4 * (kind + marks) + levelOf(state)] = level;
        }
      }
    }
  }
  return table;
}

/** Two dependencies of one group may state different needs; the higher one counts. */
function groupsOf({ traits, consumer }: Snapshot): Map<DependencyIndex, Group> {
  const byName = new Map<string, { members: DependencyIndex[]; needed: number }>();
  for (const [index, { redundancyGroup }] of traits) {
    if (!redundancyGroup) continue;
    const key = `${consumer[index]} ${redundancyGroup.name}`;
    const group = byName.get(key) ?? { members: [], needed: 0 };
    group.members.push(index);
    group.needed = Math.max(group.needed, redundancyGroup.needed);
    byName.set(key, group);
  }
  const groupOf = new Map<DependencyIndex, Group>();
  for (const { members, needed } of byName.values()) {
    // Who needs more than there are is harmed by the first loss.
    const group = { members, enough: Math.max(1, members.length - needed + 1) };
    for (const index of members) groupOf.set(index, group);
  }
  return groupOf;
}

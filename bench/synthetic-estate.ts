import { ComponentKind, type Component } from "../src/model/component.ts";
import { createSnapshotBuilder } from "../src/model/snapshot/snapshot-builder.ts";
import { COUPLINGS, STATES, STRENGTHS, type Snapshot } from "../src/model/snapshot/snapshot.ts";

/** The two ends of every dependency, as places in a list of components; `count` of them are used. */
export interface SyntheticEstate {
  readonly consumer: Int32Array;
  readonly provider: Int32Array;
  readonly count: number;
}

const MEAN_DEGREE = 10.5;

/**
 * Makes an estate of any size: layered, with a few hubs that nearly everything needs, about 10.5
 * dependencies per component, and no cycle. The same numbers give the same estate.
 *
 * Components stand in a random order, as a real list does; depth is not their place in it.
 */
export function syntheticEstate(components: number, seed = 1): SyntheticEstate {
  const dice = createDice(seed);
  const componentAt = shuffled(components, dice);
  const popularityUpTo = cumulative(components, dice);
  const capacity = Math.ceil(components * MEAN_DEGREE * 1.3) + 64;
  const consumer = new Int32Array(capacity);
  const provider = new Int32Array(capacity);
  const chosenBy = new Int32Array(components).fill(-1);
  let count = 0;

  for (let depth = 0; depth < components - 1; depth += 1) {
    const wanted = Math.min(fanOut(dice), components - 1 - depth);
    const from = popularityUpTo[depth + 1] as number;
    const span = (popularityUpTo[components] as number) - from;
    for (let tries = 0, found = 0; found < wanted && tries < wanted * 3; tries += 1) {
      const target = placeOf(popularityUpTo, from + dice() * span, depth + 1, components);
      if (chosenBy[target] === depth || count === capacity) continue;
      chosenBy[target] = depth;
      consumer[count] = componentAt[depth] as number;
      provider[count] = componentAt[target] as number;
      count += 1;
      found += 1;
    }
  }
  return { consumer: consumer.slice(0, count), provider: provider.slice(0, count), count };
}

/** The components of such an estate, of every kind, in the order of their ids, as stores give them. */
export function syntheticComponents(count: number): Component[] {
  const kinds = ComponentKind.options;
  const ids = Array.from({ length: count }, (_, place) => `prod/team-${place % 97}/part-${place}`);
  return ids.toSorted().map((id, place) => ({
    id,
    kind: place % 3 > 0 ? "service" : (kinds[place % kinds.length] as ComponentKind),
    aliases: [],
    pagerdutyServiceIds: [],
  }));
}

/** The same estate as a snapshot; four in five dependencies are hard, every tenth is an event. */
export function syntheticSnapshot(components: number): Snapshot {
  const estate = syntheticEstate(components);
  return snapshotFrom(estate, syntheticComponents(components));
}

/** Builds the snapshot of an estate from its columns. */
export function snapshotFrom(
  { consumer, provider, count }: SyntheticEstate,
  components: readonly Component[],
): Snapshot {
  const builder = createSnapshotBuilder(components);
  for (let row = 0; row < count; row += 1) {
    builder.add({
      consumer: consumer[row] as number,
      provider: provider[row] as number,
      coupling: COUPLINGS.indexOf(row % 10 === 0 ? "event" : "call"),
      strength: STRENGTHS.indexOf(row % 5 === 0 ? "soft" : "hard"),
      state: STATES.indexOf("declared"),
      confidence: 0.9,
      firstSeen: 0,
      lastSeen: 0,
      provenance: `[["synthetic",0,0,"part-${consumer[row]}.yaml:${row % 400}"]]`,
    });
  }
  return builder.build({ asOf: 0, version: 1 });
}

/** Most need a handful of others, a few need hundreds: a log-normal with the mean that we want. */
function fanOut(dice: () => number): number {
  const spread = 1.1;
  const normal = Math.sqrt(-2 * Math.log(1 - dice())) * Math.cos(2 * Math.PI * dice());
  return Math.floor(Math.exp(Math.log(MEAN_DEGREE) - spread ** 2 / 2 + spread * normal) + dice());
}

/** Popularity grows with depth and has a heavy tail; the sum up to each depth. */
function cumulative(components: number, dice: () => number): Float64Array {
  const sums = new Float64Array(components + 1);
  for (let depth = 0; depth < components; depth += 1) {
    const tail = Math.min((1 - dice()) ** (-1 / 1.1), components / 10 + 1);
    const popularity = tail * (0.2 + depth / components);
    sums[depth + 1] = (sums[depth] as number) + popularity;
  }
  return sums;
}

function placeOf(sums: Float64Array, value: number, low: number, high: number): number {
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) <= value) low = middle;
    else high = middle;
  }
  return low;
}

function shuffled(count: number, dice: () => number): Int32Array {
  const places = Int32Array.from({ length: count }, (_, place) => place);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(dice() * (last + 1));
    [places[last], places[other]] = [places[other] as number, places[last] as number];
  }
  return places;
}

/** A small seeded generator (mulberry32); good enough for shapes, not for secrets. */
function createDice(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import type { ComponentId } from "../../src/model/component.ts";
import { delayMs, type Coupling, type Dependency } from "../../src/model/dependency.ts";
import type { HarmState } from "../../src/model/impact.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";

/** When something happens, to the last tie. Compared field by field, in this order. */
interface When {
  readonly time: number;
  readonly round: number;
  readonly steps: number;
}

/** One state that a component has reached. */
interface Event extends When {
  readonly state: HarmState;
  readonly confidence: number;
  readonly chain: readonly ComponentId[];
}

/** A harm on its way to a consumer, by one of its dependencies. */
interface Coming extends Event {
  readonly place: number;
}

interface NaiveHit {
  readonly component: ComponentId;
  readonly state: HarmState;
  readonly etaMs: number;
  readonly hops: number;
  readonly chain: readonly ComponentId[];
  readonly confidence: number;
  readonly runsOn?: ComponentId;
}

export interface NaiveAnswer {
  readonly hits: NaiveHit[];
  readonly starved: { component: ComponentId; etaMs: number; quietConsumers: ComponentId[] }[];
}

const WORST_LAST: readonly HarmState[] = ["stale", "degraded", "down"];
const DATA: readonly Coupling[] = ["event", "data", "file", "polling", "batch"];
const TRAFFIC: readonly Coupling[] = ["call", "event", "data", "cache", "polling", "identity"];
const rank = (state: HarmState) => WORST_LAST.indexOf(state);

/**
 * The rules of a failure written down a second time, as slowly and as plainly as can be.
 *
 * Over and over it looks at every component and every dependency, works out from all that has happened so far
 * what could happen next, and lets the very first of it happen, until nothing is left.
 */
export function naiveFailure(snapshot: Snapshot, origins: readonly ComponentId[]): NaiveAnswer {
  const all = Array.from(snapshot.consumer, (_, index) => snapshot.dependency(index));
  const names = snapshot.components.map(({ id }) => id);
  const happened = new Map<ComponentId, Event[]>();
  for (const origin of origins) {
    const start = { time: 0, round: 0, steps: 0, confidence: Infinity, chain: [origin] };
    happened.set(origin, [{ state: "down", ...start }]);
  }

  for (;;) {
    const possible = names
      .flatMap((name) => comingTo(name, all, happened).map((coming) => ({ name, coming })))
      .filter(
        ({ name, coming }) => rank(coming.state) > rank(worst(happened, name)?.state as never),
      );
    const first = possible.toSorted((a, b) => compare(a.coming, b.coming))[0];
    if (!first) break;
    happened.set(first.name, [...(happened.get(first.name) ?? []), first.coming]);
  }

  const isOrigin = (name: ComponentId) => origins.includes(name);
  const harmed = names.filter((name) => happened.has(name) && !isOrigin(name));
  const hits = harmed.map((name) => hitOf(name, all, happened));
  hits.sort((a, b) => a.etaMs - b.etaMs || a.hops - b.hops || (a.component < b.component ? -1 : 1));
  return { hits, starved: starvedAmong(snapshot, all, happened) };
}

function compare(a: Coming, b: Coming): number {
  return (
    a.time - b.time ||
    a.round - b.round ||
    rank(b.state) - rank(a.state) ||
    a.steps - b.steps ||
    b.confidence - a.confidence ||
    a.place - b.place
  );
}

type Happened = ReadonlyMap<ComponentId, readonly Event[]>;

function worst(happened: Happened, name: ComponentId): Event | undefined {
  return happened.get(name)?.at(-1);
}

/** Everything on its way to one consumer, as far as it is known by now. */
function comingTo(name: ComponentId, all: readonly Dependency[], happened: Happened): Coming[] {
  const mine = all.map((dependency, place) => ({ dependency, place }));
  const needs = mine.filter(({ dependency }) => dependency.consumer === name);
  const alone = needs.filter(({ dependency }) => !dependency.redundancyGroup);
  const groupNames = new Set(
    needs.flatMap(({ dependency }) => dependency.redundancyGroup?.name ?? []),
  );
  const together = [...groupNames].flatMap((group) => {
    const members = needs.filter(({ dependency }) => dependency.redundancyGroup?.name === group);
    const needed = Math.max(
      ...members.map(({ dependency }) => dependency.redundancyGroup?.needed ?? 0),
    );
    const enough = Math.max(1, members.length - needed + 1);
    return WORST_LAST.flatMap((state) => {
      const firsts = members.flatMap(({ dependency, place }) => {
        const bad = harms(dependency, place, happened).filter(
          (harm) => rank(harm.state) >= rank(state),
        );
        return bad
          .map((harm) => ({ ...harm, state }))
          .toSorted(compare)
          .slice(0, 1);
      });
      return firsts.toSorted(compare)[enough - 1] ?? [];
    });
  });
  return [
    ...alone.flatMap(({ dependency, place }) => harms(dependency, place, happened)),
    ...together,
  ];
}

/** What one dependency does to its consumer. */
function harms(dependency: Dependency, place: number, happened: Happened): Coming[] {
  const { coupling, strength, provider, fallback } = dependency;
  if (strength === "none") return [];
  const hard = strength === "hard";
  return (happened.get(provider) ?? []).flatMap((event): Coming[] => {
    const harm = (state: HarmState, cause: When = event) =>
      arrive(state, dependency, place, event, cause);
    if (DATA.includes(coupling)) {
      if (event.state === "degraded") return hard ? [harm("degraded")] : [];
      return [harm("stale")];
    }
    if (event.state === "stale") return [];
    if (event.state === "degraded") return hard ? [harm("degraded")] : [];
    if (!hard) return [harm("degraded")];
    if (fallback === undefined) return [harm("down")];
    const lost = happened.get(fallback)?.[0];
    if (!lost) return [harm("degraded")];
    if (compareWhen(lost, event) <= 0) return [harm("down")];
    const again = lost.state === "down" ? lost.round : lost.round + 1;
    return [harm("degraded"), harm("down", { ...lost, round: again })];
  });
}

function compareWhen(a: Event, b: Event): number {
  return a.time - b.time || a.round - b.round || rank(b.state) - rank(a.state) || a.steps - b.steps;
}

function arrive(
  state: HarmState,
  dependency: Dependency,
  place: number,
  provider: Event,
  cause: When,
): Coming {
  const delay = delayMs(dependency.coupling, dependency);
  return {
    state,
    place,
    time: cause.time + delay,
    round: delay > 0 ? 0 : cause.round,
    steps: cause.steps + 1,
    confidence: Math.min(provider.confidence, dependency.confidence),
    chain: [dependency.consumer, ...provider.chain],
  };
}

function hitOf(name: ComponentId, all: readonly Dependency[], happened: Happened): NaiveHit {
  const { state, time, chain, confidence } = worst(happened, name) as Event;
  const fallback = all.find(
    (dependency) =>
      dependency.consumer === name &&
      dependency.strength === "hard" &&
      !DATA.includes(dependency.coupling) &&
      dependency.fallback !== undefined &&
      !happened.has(dependency.fallback) &&
      worst(happened, dependency.provider)?.state === "down",
  )?.fallback;
  return {
    component: name,
    state,
    etaMs: time,
    hops: chain.length - 1,
    chain,
    confidence,
    ...(state === "degraded" && fallback !== undefined ? { runsOn: fallback } : {}),
  };
}

function starvedAmong(
  { components, journeys }: Snapshot,
  all: readonly Dependency[],
  happened: Happened,
): NaiveAnswer["starved"] {
  const entries = new Set(journeys.flatMap((journey) => journey.entries));
  const quietSince = new Map<ComponentId, number>();
  for (const [name, events] of happened) {
    const down = events.find(({ state }) => state === "down");
    if (down) quietSince.set(name, down.time);
  }
  const starved: NaiveAnswer["starved"] = [];
  for (let before = -1; before < starved.length;) {
    before = starved.length;
    for (const { id } of components) {
      if (happened.has(id) || entries.has(id) || quietSince.has(id)) continue;
      const senders = all.filter(
        ({ consumer, provider, coupling }) =>
          provider === id && consumer !== id && TRAFFIC.includes(coupling),
      );
      const quietConsumers = [...new Set(senders.map(({ consumer }) => consumer))].toSorted();
      const times = quietConsumers.map((consumer) => quietSince.get(consumer) ?? Infinity);
      const etaMs = Math.max(...times);
      if (times.length === 0 || etaMs === Infinity) continue;
      quietSince.set(id, etaMs);
      starved.push({ component: id, etaMs, quietConsumers });
    }
  }
  return starved.toSorted((a, b) => a.etaMs - b.etaMs || (a.component < b.component ? -1 : 1));
}

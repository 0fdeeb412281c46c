import type { ComponentId } from "../model/component.ts";
import type { BlastRadius, HarmState } from "../model/impact.ts";
import type { Journey, Range } from "../model/journey.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import { levelOf } from "./failure/edge-rules.ts";

/** One entry of a journey that the failure harms. */
interface HarmedEntry {
  readonly component: ComponentId;
  readonly state: HarmState;
  readonly etaMs: number;
}

/** What the failure does to one journey. */
export interface HarmedJourney {
  readonly journey: Journey;
  /** The worst among its entries, and the earliest time of that. */
  readonly state: HarmState;
  readonly etaMs: number;
  readonly entries: readonly HarmedEntry[];
  /** How many users and how much money a minute it stops; undefined where nobody said. */
  readonly usersPerMinute?: Range | undefined;
  readonly revenuePerMinute?: Range | undefined;
  /** How these two were worked out, in words. */
  readonly formula: string;
  /**
   * From the origin's failure until the error budget is spent, when every minute in this state counts against it;
   * with less harm than `down` it may take longer.
   */
  readonly minutesToBreach?: number | undefined;
}

/** What a failure costs, as far as anybody has stated. */
export interface BusinessImpact {
  /** Worst first, then soonest, then by name. */
  readonly journeys: readonly HarmedJourney[];
  /** Sums over the journeys that state a figure; undefined when none of them does. */
  readonly usersPerMinute?: Range | undefined;
  readonly revenuePerMinute: readonly { readonly currency: string; readonly range: Range }[];
  /** The names of harmed journeys of which nobody said how many users or how much money. */
  readonly unknownUsers: readonly string[];
  readonly unknownRevenue: readonly string[];
}

/**
 * Says which journeys of customers a failure harms, and what that costs in users, money and error budget.
 *
 * Every journey counts once, however many of its entries are hit. When all its entries are down, all of its users
 * are stopped; otherwise between none and all of them. Journeys may share users: the sums are of visits, not heads.
 */
export function businessImpact({ journeys }: Snapshot, blast: BlastRadius): BusinessImpact {
  const harmed = new Map<ComponentId, HarmedEntry>();
  for (const component of blast.origins)
    harmed.set(component, { component, state: "down", etaMs: 0 });
  for (const { component, state, etaMs } of blast.hits) {
    harmed.set(component, { component, state, etaMs });
  }
  const hit = journeys.flatMap((journey) => harmTo(journey, harmed) ?? []).toSorted(byHarm);
  const currencies = [...new Set(hit.map(({ journey }) => journey.currency))].toSorted();
  return {
    journeys: hit,
    usersPerMinute: sum(hit.flatMap(({ usersPerMinute }) => usersPerMinute ?? [])),
    revenuePerMinute: currencies.flatMap((currency) => {
      const own = hit.filter(({ journey }) => journey.currency === currency);
      const range = sum(own.flatMap(({ revenuePerMinute }) => revenuePerMinute ?? []));
      return range ? [{ currency, range }] : [];
    }),
    unknownUsers: namesOf(hit.filter(({ usersPerMinute }) => !usersPerMinute)),
    unknownRevenue: namesOf(hit.filter(({ revenuePerMinute }) => !revenuePerMinute)),
  };
}

function harmTo(
  journey: Journey,
  harmed: ReadonlyMap<ComponentId, HarmedEntry>,
): HarmedJourney | undefined {
  const all = [...new Set(journey.entries)];
  const entries = all
    .flatMap((entry) => harmed.get(entry) ?? [])
    .toSorted((a, b) => levelOf(b.state) - levelOf(a.state) || a.etaMs - b.etaMs);
  const worst = entries[0];
  if (!worst) return undefined;
  const down = entries.filter(({ state }) => state === "down").length;
  const isStopped = down === all.length;
  const { usersPerMinute, revenuePerMinute, sla } = journey;
  return {
    journey,
    state: worst.state,
    etaMs: worst.etaMs,
    entries,
    usersPerMinute: usersPerMinute && share(usersPerMinute, isStopped),
    revenuePerMinute: revenuePerMinute && share(revenuePerMinute, isStopped),
    formula: formulaOf(journey, worst.state, down, all.length),
    minutesToBreach:
      sla?.budgetLeftMs === undefined ? undefined : (worst.etaMs + sla.budgetLeftMs) / 60_000,
  };
}

/** All of it, or anything from none to all. */
function share({ low, high }: Range, isStopped: boolean): Range {
  return { low: isStopped ? low : 0, high };
}

function formulaOf(journey: Journey, state: HarmState, down: number, all: number): string {
  const { name, usersPerMinute, revenuePerMinute, currency } = journey;
  const stated = [
    usersPerMinute && `${words(usersPerMinute)} users/min`,
    revenuePerMinute && `${words(revenuePerMinute)} ${currency}/min`,
  ].filter((part) => part !== undefined);
  if (stated.length === 0) return `${name}: nobody stated its users or its revenue`;
  const how =
    down === all
      ? "is down: all of its"
      : down > 0
        ? `has ${down} of ${all} entries down: between none and all of its`
        : `is ${state}: between none and all of its`;
  return `${name} ${how} ${stated.join(" and ")}`;
}

function words({ low, high }: Range): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return low === high ? number(low) : `${number(low)} to ${number(high)}`;
}

function sum(ranges: readonly Range[]): Range | undefined {
  if (ranges.length === 0) return undefined;
  return {
    low: ranges.reduce((total, { low }) => total + low, 0),
    high: ranges.reduce((total, { high }) => total + high, 0),
  };
}

function namesOf(journeys: readonly HarmedJourney[]): string[] {
  return journeys.map(({ journey }) => journey.name);
}

function byHarm(a: HarmedJourney, b: HarmedJourney): number {
  return (
    levelOf(b.state) - levelOf(a.state) ||
    a.etaMs - b.etaMs ||
    (a.journey.name < b.journey.name ? -1 : 1)
  );
}

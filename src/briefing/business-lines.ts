import type { BusinessImpact, HarmedJourney } from "../analysis/business-impact.ts";
import { durationWords } from "../model/duration-words.ts";
import type { Range } from "../model/journey.ts";
import type { Block } from "../model/reply.ts";

type Facts = Extract<Block, { type: "facts" }>["facts"];

const FORMULAS = 3;

/**
 * What the failure costs: users and money a minute as ranges, then the dearest journeys with their formula, and the
 * error budget's end.
 */
export function businessFacts(business: BusinessImpact, sinceMs: number): Facts {
  const { journeys, usersPerMinute, revenuePerMinute } = business;
  if (journeys.length === 0) return [];
  const shown = journeys.toSorted(byCost).slice(0, FORMULAS);
  const rest = journeys.length - shown.length;
  const more = rest > 0 ? `, ${rest} more ${rest === 1 ? "journey" : "journeys"} included` : "";
  const users = usersPerMinute ? `${rangeWords(usersPerMinute)} users/min` : "users unknown";
  const money =
    revenuePerMinute.length > 0
      ? revenuePerMinute
          .map(({ currency, range }) => `${rangeWords(range)} ${currency}/min`)
          .join(" + ")
      : "money unknown";
  const sums = { label: "Customers", value: `${users}, ${money}${more}${unknown(business)}` };
  // The formula of a single journey holds the sums already.
  const isPlain = journeys.length === 1 && usersPerMinute && revenuePerMinute.length > 0;
  return [
    ...(isPlain ? [] : [sums]),
    ...shown.map(({ journey: { name }, formula }) => ({
      label: name,
      value: formula.slice(name.length).replace(/^[: ]+(is )?/, ""),
    })),
    ...slaLines(journeys, sinceMs).map((line) => ({ label: "SLA", value: line })),
  ];
}

/** Money first, then users; what nobody stated comes last. */
function byCost(a: HarmedJourney, b: HarmedJourney): number {
  const cost = (range: Range | undefined) => range?.high ?? 0;
  return (
    cost(b.revenuePerMinute) - cost(a.revenuePerMinute) ||
    cost(b.usersPerMinute) - cost(a.usersPerMinute)
  );
}

/** The journey whose error budget ends first, and when, in minutes from now; below zero when it has ended. */
export function nextBreach(
  journeys: readonly HarmedJourney[],
  sinceMs: number,
): { readonly name: string; readonly inMs: number } | undefined {
  return journeys
    .flatMap(({ journey: { name }, minutesToBreach }) =>
      minutesToBreach === undefined ? [] : [{ name, inMs: minutesToBreach * 60_000 - sinceMs }],
    )
    .toSorted((a, b) => a.inMs - b.inMs)[0];
}

/** A length of time in whole minutes, for what is told again every minute. */
export function minutesWords(milliseconds: number): string {
  return durationWords(Math.floor(milliseconds / 60_000) * 60_000);
}

function slaLines(journeys: readonly HarmedJourney[], sinceMs: number): string[] {
  const next = nextBreach(journeys, sinceMs);
  if (next) {
    const target = journeys.find(({ journey }) => journey.name === next.name)?.journey.sla;
    const of = target ? ` (${target.targetPercent} %)` : "";
    return [
      next.inMs > 0
        ? `${next.name}: breach in ${minutesWords(next.inMs)}${of}`
        : `${next.name}: breached ${minutesWords(-next.inMs)} ago${of}`,
    ];
  }
  const stated = journeys.find(({ journey }) => journey.sla);
  return stated?.journey.sla
    ? [
        `${stated.journey.name}: ${stated.journey.sla.targetPercent} %, nobody said how much is left`,
      ]
    : [];
}

function unknown({ unknownUsers, unknownRevenue }: BusinessImpact): string {
  const names = [...new Set([...unknownUsers, ...unknownRevenue])];
  return names.length === 0 ? "" : `; not all is known of ${names.slice(0, 3).join(", ")}`;
}

/** A range as people write it: `5`, `0 to 1,200`. */
function rangeWords({ low, high }: Range): string {
  const number = (value: number) =>
    Math.round(value)
      .toString()
      .replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return number(low) === number(high) ? number(high) : `${number(low)} to ${number(high)}`;
}

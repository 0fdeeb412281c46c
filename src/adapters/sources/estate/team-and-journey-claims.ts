import { Journey, type Range } from "../../../model/journey.ts";
import { Team } from "../../../model/team.ts";
import { EstateJourney, EstateTeam } from "./estate-file.ts";
import { idOfEnd } from "./estate-names.ts";
import { recordsUnder, type Estate, type Part } from "./estate.ts";
import { readRecord, type Problem } from "./read-record.ts";

/** The teams that an estate file names. */
export function teamClaims(estate: Estate): Part {
  const parts = recordsUnder(estate, "teams").map(([id, value]): Part => {
    const path = ["teams", id];
    const { item, problems } = readRecord(EstateTeam, value ?? {});
    const all = problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
    if (!item) return { claims: [], problems: all };
    const { "escalation-policy": escalationPolicyId, name = id, ...rest } = item;
    const team = Team.safeParse({ id, name, ...rest, escalationPolicyId });
    if (!team.success) return { claims: [], problems: [...all, { path, why: badId(id) }] };
    return {
      claims: [{ fact: { type: "team", team: withoutBlanks(team.data) }, confidence: 1, path }],
      problems: all,
    };
  });
  return merged(parts);
}

/** The journeys that an estate file names. */
export function journeyClaims(estate: Estate): Part {
  const parts = recordsUnder(estate, "journeys").map(([id, value]): Part => {
    const path = ["journeys", id];
    const { item, problems } = readRecord(EstateJourney, value);
    const all: Problem[] = problems.map((found) => ({ ...found, path: [...path, ...found.path] }));
    if (!item) return { claims: [], problems: all };
    const entries = item.entries.flatMap((entry, index) => {
      const named = idOfEnd(entry, estate, estate.declared);
      if ("id" in named) return [named.id];
      all.push({ path: [...path, "entries", index], why: named.why });
      return [];
    });
    const journey = Journey.safeParse({
      id,
      name: item.name ?? id,
      entries,
      usersPerMinute: rangeOf(item["users-per-minute"]),
      revenuePerMinute: rangeOf(item["revenue-per-minute"]),
      currency: item.currency,
      sla:
        typeof item.sla === "number"
          ? { targetPercent: item.sla }
          : item.sla &&
            withoutBlanks({
              targetPercent: item.sla["target-percent"],
              budgetLeftMs: item.sla["budget-left"],
            }),
    });
    if (!journey.success) {
      const why = entries.length === 0 ? "left out: none of its entries is known" : badId(id);
      return { claims: [], problems: [...all, { path, why }] };
    }
    const fact = { type: "journey" as const, journey: withoutBlanks(journey.data) };
    return { claims: [{ fact, confidence: 1, path }], problems: all };
  });
  return merged(parts);
}

function rangeOf(amount: number | Range | undefined): Range | undefined {
  return typeof amount === "number" ? { low: amount, high: amount } : amount;
}

function badId(id: string): string {
  return `\`${id.slice(0, 100)}\` cannot be an id: use up to 100 letters, digits and dashes`;
}

function withoutBlanks<Item extends object>(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => value !== undefined),
  ) as Item;
}

function merged(parts: readonly Part[]): Part {
  return {
    claims: parts.flatMap(({ claims }) => claims),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

import type { Fact } from "../../../model/assertion.ts";
import { readDependency } from "./dependency-claims.ts";
import { EstateComponent } from "./estate-file.ts";
import { idOfName } from "./estate-names.ts";
import { recordsUnder, type Estate, type Part } from "./estate.ts";
import { nearest, readRecord, type Problem } from "./read-record.ts";

/** All that an estate file says about its components: what they are, whose they are, what they need. */
export function componentClaims(estate: Estate): Part {
  const parts = recordsUnder(estate, "components").map(([name, value]) =>
    oneComponent(name, value ?? {}, estate),
  );
  return {
    claims: parts.flatMap(({ claims }) => claims),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

function oneComponent(name: string, value: unknown, estate: Estate): Part {
  const path = ["components", name];
  const named = idOfName(name, estate);
  if ("why" in named) return { claims: [], problems: [{ path, why: named.why }] };

  // The dependencies are read one by one: a wrong one costs itself, not the component.
  const { needs, own } = withoutNeeds(value);
  const { item, problems } = readRecord(EstateComponent, own);
  const all: Problem[] = problems.map((found) => ({ ...found, path: [...path, ...found.path] }));
  if (!item) return { claims: [], problems: all };

  const { id } = named;
  const component = {
    id,
    kind: item.kind ?? "service",
    aliases: item.aliases ?? [],
    pagerdutyServiceIds: item.pagerduty ?? [],
    ...(item.description === undefined ? {} : { description: item.description }),
    ...(item["restore-time"] === undefined ? {} : { restoreTimeMs: item["restore-time"] }),
    ...(item["status-url"] === undefined ? {} : { statusUrl: item["status-url"] }),
  };
  // Without a stated kind, another source's word about what it is weighs more.
  const claims: { fact: Fact; confidence: number; path: PropertyKey[] }[] = [
    { fact: { type: "component", component }, confidence: item.kind ? 1 : 0.6, path },
  ];
  if (item.owner !== undefined) {
    const ownerPath = [...path, "owner"];
    if (estate.teams.has(item.owner)) {
      const owner = { component: id, team: item.owner };
      claims.push({ fact: { type: "owner", owner }, confidence: 1, path: ownerPath });
    } else {
      const why = `no team \`${item.owner}\`: ${nearest(item.owner, [...estate.teams])}`;
      all.push({ path: ownerPath, why });
    }
  }
  if (needs !== undefined && needs !== null && !Array.isArray(needs)) {
    all.push({ path: [...path, "depends-on"], why: "`depends-on` is a list" });
  }
  const place = { environment: id.split("/")[0] ?? "", namespace: id.split("/")[1] ?? "" };
  for (const [index, written] of (Array.isArray(needs) ? needs : []).entries()) {
    const at = [...path, "depends-on", index];
    const found = readDependency(id, written, place, estate.declared);
    all.push(...found.problems.map((problem) => ({ ...problem, path: [...at, ...problem.path] })));
    if (found.fact) claims.push({ fact: found.fact, confidence: found.confidence, path: at });
  }
  return { claims, problems: all };
}

function withoutNeeds(value: unknown): { needs: unknown; own: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { needs: undefined, own: value };
  }
  const { "depends-on": needs, ...own } = value as Record<string, unknown>;
  return { needs, own };
}

import type { Assertion } from "../../../model/assertion.ts";
import type { Component } from "../../../model/component.ts";
import type { Coupling } from "../../../model/dependency.ts";
import { denialKeys } from "../../../model/folding/fold-assertions.ts";
import {
  foldComponent,
  foldJourney,
  foldOwnership,
  foldTeam,
} from "../../../model/folding/fold-component.ts";
import { foldTimelessly, type FoldedDependency } from "../../../model/folding/fold-dependency.ts";
import type { Journey } from "../../../model/journey.ts";
import type { Ownership, Team } from "../../../model/team.ts";
import type { Run } from "./connection/neo4j-connection.ts";

/** The two ends of a dependency, and how they are bound: a fact key's parts. */
export type Ends = readonly [consumer: string, provider: string, coupling: Coupling];

/** What some facts add up to, each under the rest of its fact key; undefined: nothing stands any more. */
export interface FoldedFacts {
  readonly components: ReadonlyMap<string, Component | undefined>;
  readonly dependencies: ReadonlyMap<string, FoldedDependency | undefined>;
  readonly teams: ReadonlyMap<string, Team | undefined>;
  readonly ownerships: ReadonlyMap<string, Ownership | undefined>;
  readonly journeys: ReadonlyMap<string, Journey | undefined>;
}

/** Splits a fact key into the kind of fact and the rest, such as `component` and `prod/shop/cart`. */
export function splitKey(factKey: string): readonly [type: string, rest: string] {
  const space = factKey.indexOf(" ");
  return [factKey.slice(0, space), factKey.slice(space + 1)];
}

/** The ends that the rest of a dependency's fact key names. */
export function endsOf(rest: string): Ends {
  return rest.split(" ") as unknown as Ends;
}

/** Adds up what is said of each fact. `about` gives the active assertions under a fact key. */
export function foldFacts(
  factKeys: Iterable<string>,
  about: (factKey: string) => readonly Assertion[],
): FoldedFacts {
  const components = new Map<string, Component | undefined>();
  const dependencies = new Map<string, FoldedDependency | undefined>();
  const teams = new Map<string, Team | undefined>();
  const ownerships = new Map<string, Ownership | undefined>();
  const journeys = new Map<string, Journey | undefined>();
  for (const key of factKeys) {
    const [type, rest] = splitKey(key);
    const said = about(key);
    if (type === "component") components.set(rest, foldComponent(said));
    if (type === "dependency") {
      const denials = denialKeysOf(rest).flatMap((denial) => about(denial));
      dependencies.set(rest, foldTimelessly(said, denials));
    }
    if (type === "team") teams.set(rest, foldTeam(said));
    if (type === "owner") ownerships.set(rest, foldOwnership(said));
    if (type === "journey") journeys.set(rest, foldJourney(said));
  }
  return { components, dependencies, teams, ownerships, journeys };
}

/** The facts that have to be known to fold these: themselves, and where anybody denies, what may deny them. */
export function factsToRead(factKeys: readonly string[], denials: boolean): Set<string> {
  const read = new Set(factKeys);
  if (!denials) return read;
  for (const key of factKeys) {
    const [type, rest] = splitKey(key);
    if (type !== "dependency") continue;
    for (const denial of denialKeysOf(rest)) read.add(denial);
  }
  return read;
}

/** The facts whose folding these concern: a denial concerns the dependencies that it denies. */
export async function factsToFold(run: Run, factKeys: Iterable<string>): Promise<Set<string>> {
  const concerned = new Set<string>();
  const stems: string[] = [];
  for (const key of factKeys) {
    const [type, rest] = splitKey(key);
    if (type !== "no-dependency") concerned.add(key);
    else if (rest.endsWith(" *")) stems.push(`dependency ${rest.slice(0, -1)}`);
    else concerned.add(`dependency ${rest}`);
  }
  if (stems.length === 0) return concerned;
  const rows = await run(
    `UNWIND $stems AS stem MATCH (assertion:Assertion) WHERE assertion.factKey STARTS WITH stem
     RETURN DISTINCT assertion.factKey AS key`,
    { stems },
  );
  for (const row of rows) concerned.add(row["key"] as string);
  return concerned;
}

function denialKeysOf(rest: string): string[] {
  const [consumer, provider, coupling] = endsOf(rest);
  return denialKeys({ consumer, provider, coupling });
}

import type { Component, ComponentId } from "../../../model/component.ts";
import type { Dependency } from "../../../model/dependency.ts";
import { bareComponent } from "../../../model/folding/fold-component.ts";
import type { Journey } from "../../../model/journey.ts";
import { unpackProvenance } from "../../../model/snapshot/pack-provenance.ts";
import type { SnapshotChanges } from "../../../model/snapshot/patch-snapshot.ts";
import { COUPLINGS, STATES, STRENGTHS } from "../../../model/snapshot/snapshot.ts";
import type { Ownership, Team } from "../../../model/team.ts";
import { unpackBody } from "./dependency-body.ts";
import { endsOf, splitKey } from "./folded-facts.ts";
import type { Run } from "./connection/neo4j-connection.ts";
import { readSourceAges } from "./read-whole.ts";

/** Facts beyond which reading all is less work, and holds up writers for less long. */
const MOST = 20_000;

/** The facts that were written after one version and up to another; undefined when that is not known, or is too much. */
export async function changedKeys(
  run: Run,
  since: number,
  upTo: number,
): Promise<Set<string> | undefined> {
  const keys = new Set<string>();
  if (since === upTo) return keys;
  if (since > upTo) return undefined;
  const rows = await run(
    `MATCH (change:Change) WHERE change.version > $since AND change.version <= $upTo
     RETURN change.keys AS keys, change.isAll AS isAll`,
    { since, upTo },
  );
  if (rows.length !== upTo - since || rows.some((row) => row["isAll"] === true)) return undefined;
  for (const row of rows) {
    for (const key of row["keys"] as readonly string[]) keys.add(key);
    if (keys.size > MOST) return undefined;
  }
  return keys;
}

/** How these facts stand now, and the components at the ends of those that are dependencies. */
export async function readChanges(
  run: Run,
  factKeys: ReadonlySet<string>,
  dormantBefore: number,
): Promise<SnapshotChanges> {
  const by = Map.groupBy(factKeys, (key) => splitKey(key)[0]);
  const rests = (type: string): string[] => (by.get(type) ?? []).map((key) => splitKey(key)[1]);
  const dependencies = rests("dependency");
  const ends = dependencies.flatMap((key) => endsOf(key).slice(0, 2));
  const components = [...new Set([...rests("component"), ...ends])];
  const [found, rows, teams, ownerships, journeys, sources] = await Promise.all([
    componentsNow(run, components),
    dependenciesNow(run, dependencies, dormantBefore),
    teamsNow(run, rests("team")),
    ownershipsNow(run, rests("owner")),
    journeysNow(run, rests("journey")),
    readSourceAges(run),
  ]);
  return { components: found, dependencies: rows, teams, ownerships, journeys, sources };
}

async function componentsNow(
  run: Run,
  keys: readonly string[],
): Promise<Map<ComponentId, Component | undefined>> {
  const found = absent<Component>(keys);
  if (keys.length === 0) return found;
  const rows = await run(
    `UNWIND $keys AS key MATCH (component:Component {key: key})
     WHERE component.body IS NOT NULL OR EXISTS { (component)-[:DEPENDS_ON]-() }
     RETURN key, component.body AS body`,
    { keys },
  );
  for (const row of rows) {
    const key = row["key"] as string;
    const body = (row["body"] ?? undefined) as string | undefined;
    found.set(key, body === undefined ? bareComponent(key) : JSON.parse(body));
  }
  return found;
}

async function dependenciesNow(
  run: Run,
  keys: readonly string[],
  dormantBefore: number,
): Promise<Map<string, Dependency | undefined>> {
  const found = absent<Dependency>(keys);
  if (keys.length === 0) return found;
  const rows = await run(
    `UNWIND $rows AS row
     MATCH (consumer:Component {key: row[0]}) MATCH (provider:Component {key: row[1]})
     WITH row, consumer, provider
     MATCH (consumer)-[dependency:DEPENDS_ON {coupling: row[2]}]->(provider)
     RETURN row[0] AS consumer, row[1] AS provider, dependency.body AS body`,
    { rows: keys.map(endsOf) },
  );
  for (const row of rows) {
    const dependency = dependencyOf(
      row["consumer"] as string,
      row["provider"] as string,
      row["body"] as string,
      dormantBefore,
    );
    found.set(`${dependency.consumer} ${dependency.provider} ${dependency.coupling}`, dependency);
  }
  return found;
}

/** All that hangs between these components and what they need. */
export async function needsOf(
  run: Run,
  consumers: readonly string[],
  dormantBefore: number,
): Promise<Map<string, Dependency>> {
  const rows = await run(
    `UNWIND $consumers AS key
     MATCH (:Component {key: key})-[dependency:DEPENDS_ON]->(provider:Component)
     RETURN key AS consumer, provider.key AS provider, dependency.body AS body`,
    { consumers },
  );
  const found = new Map<string, Dependency>();
  for (const row of rows) {
    const { consumer, provider, body } = row as {
      consumer: string;
      provider: string;
      body: string;
    };
    const dependency = dependencyOf(consumer, provider, body, dormantBefore);
    found.set(`${consumer} ${provider} ${dependency.coupling}`, dependency);
  }
  return found;
}

async function teamsNow(run: Run, keys: readonly string[]): Promise<Map<string, Team | undefined>> {
  const found = absent<Team>(keys);
  if (keys.length === 0) return found;
  const rows = await run(
    `UNWIND $keys AS key MATCH (team:Team {key: key}) WHERE team.body IS NOT NULL
     RETURN key, team.body AS body`,
    { keys },
  );
  for (const row of rows) found.set(row["key"] as string, JSON.parse(row["body"] as string));
  return found;
}

async function ownershipsNow(
  run: Run,
  keys: readonly string[],
): Promise<Map<string, Ownership | undefined>> {
  const found = absent<Ownership>(keys);
  if (keys.length === 0) return found;
  const rows = await run(
    `UNWIND $rows AS row
     MATCH (component:Component {key: row[0]}) MATCH (team:Team {key: row[1]})
     WITH component, team MATCH (component)-[owned:OWNED_BY]->(team)
     RETURN component.key AS component, team.key AS team, owned.sources AS sources,
       owned.lastSeen AS lastSeen`,
    { rows: keys.map((key) => key.split(" ")) },
  );
  for (const ownership of rows as unknown as readonly Ownership[]) {
    found.set(`${ownership.component} ${ownership.team}`, ownership);
  }
  return found;
}

async function journeysNow(
  run: Run,
  keys: readonly string[],
): Promise<Map<string, Journey | undefined>> {
  const found = absent<Journey>(keys);
  if (keys.length === 0) return found;
  const rows = await run(
    `UNWIND $keys AS key MATCH (journey:Journey {key: key}) RETURN key, journey.body AS body`,
    { keys },
  );
  for (const row of rows) found.set(row["key"] as string, JSON.parse(row["body"] as string));
  return found;
}

function absent<One>(keys: readonly string[]): Map<string, One | undefined> {
  return new Map(keys.map((key) => [key, undefined]));
}

function dependencyOf(
  consumer: string,
  provider: string,
  body: string,
  dormantBefore: number,
): Dependency {
  const { coupling, strength, state, traits, provenance, ...plain } = unpackBody(
    body,
    dormantBefore,
  );
  return {
    ...traits,
    ...plain,
    consumer,
    provider,
    coupling: COUPLINGS[coupling] as Dependency["coupling"],
    strength: STRENGTHS[strength] as Dependency["strength"],
    state: STATES[state] as Dependency["state"],
    provenance: unpackProvenance(provenance),
  };
}

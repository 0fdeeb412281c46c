import type { Component } from "../../../model/component.ts";
import { nameOf } from "../../../model/component.ts";
import type { Ownership } from "../../../model/team.ts";
import { numberComponents, type ComponentNumbers } from "./component-numbers.ts";
import { endsOf, type FoldedFacts } from "./folded-facts.ts";
import type { Run } from "./connection/neo4j-connection.ts";
import { dropDependencies, putDependencies } from "./put-dependencies.ts";
import { putSurroundings } from "./put-surroundings.ts";

/**
 * Writes what facts add up to, new before old goes; gives the greatest number that a component has then.
 *
 * A component stands in the map when somebody stated it (it has a `body`) or a dependency ends there. One to which
 * only an owner or a journey points is kept for that, and is no part of the map. `isNew` says of a fact key that
 * nobody ever said anything about it: then there is nothing to look for.
 */
export async function putFolded(
  run: Run,
  folded: FoldedFacts,
  greatest: number,
  isNew: (factKey: string) => boolean,
): Promise<number> {
  const { components, dependencies, ownerships } = folded;
  const numbers = await numberComponents(run, folded, greatest);
  const gone = [...dependencies].filter(([, dependency]) => !dependency).map(([key]) => key);
  const unstated = [...components].filter(([, component]) => !component).map(([key]) => key);
  const loose = new Set([...unstated, ...gone.flatMap((key) => endsOf(key).slice(0, 2))]);
  for (const [key, ownership] of ownerships) if (!ownership) loose.add(key.split(" ")[0] as string);

  // The server takes them in this order: what the others point to comes first.
  await Promise.all([
    createComponents(run, components, numbers),
    restateComponents(run, components, numbers),
    unstate(run, unstated),
    putDependencies(run, dependencies, numbers, isNew),
    putOwnerships(run, [...ownerships.values()].filter(isThere), numbers),
    putSurroundings(run, folded),
    dropDependencies(run, gone),
    dropLoose(run, loose),
  ]);
  return numbers.greatest;
}

function isThere<One>(one: One | undefined): one is One {
  return one !== undefined;
}

async function createComponents(
  run: Run,
  components: FoldedFacts["components"],
  numbers: ComponentNumbers,
): Promise<void> {
  if (numbers.missing.size === 0) return;
  await run("UNWIND $rows AS row CREATE (component:Component) SET component = row", {
    rows: Array.from(numbers.missing, (key) => componentRow(key, components.get(key), numbers)),
  });
}

async function restateComponents(
  run: Run,
  components: FoldedFacts["components"],
  numbers: ComponentNumbers,
): Promise<void> {
  const rows: object[] = [];
  for (const [key, component] of components) {
    if (component && !numbers.missing.has(key)) rows.push(componentRow(key, component, numbers));
  }
  if (rows.length === 0) return;
  await run("UNWIND $rows AS row MATCH (component:Component {key: row.key}) SET component = row", {
    rows,
  });
}

/** One that nobody states has no body. */
function componentRow(
  key: string,
  component: Component | undefined,
  numbers: ComponentNumbers,
): object {
  const bare = { key, number: numbers.of(key), name: nameOf(key), kind: "service" };
  if (!component) return bare;
  const { id, ...stated } = component;
  return { ...bare, ...stated, body: JSON.stringify({ id, ...stated }) };
}

/** Nobody states them any more: what is left is that something may hang on them. */
async function unstate(run: Run, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await run(
    `UNWIND $rows AS row MATCH (component:Component {key: row.key})
     WITH row, component, component.number AS number
     SET component = row SET component.number = number`,
    { rows: keys.map((key) => ({ key, name: nameOf(key), kind: "service" })) },
  );
}

async function putOwnerships(
  run: Run,
  ownerships: readonly Ownership[],
  numbers: ComponentNumbers,
): Promise<void> {
  if (ownerships.length === 0) return;
  await run(
    `UNWIND $rows AS row
     MATCH (component:Component {number: row.component})
     MERGE (team:Team {key: row.team})
     MERGE (component)-[owned:OWNED_BY]->(team)
     SET owned.sources = row.sources, owned.lastSeen = row.lastSeen`,
    {
      rows: ownerships.map((owned) => ({ ...owned, component: numbers.of(owned.component) })),
    },
  );
}

/** Takes away components that nobody states and to which nothing leads any more. */
async function dropLoose(run: Run, keys: ReadonlySet<string>): Promise<void> {
  if (keys.size === 0) return;
  await run(
    `UNWIND $keys AS key MATCH (component:Component {key: key})
     WHERE component.body IS NULL
       AND NOT EXISTS { (component)-[:DEPENDS_ON]-() }
       AND NOT EXISTS { (component)-[:OWNED_BY]->() }
       AND NOT EXISTS { (component)<-[:ENTERS]-() }
     DETACH DELETE component`,
    { keys: [...keys] },
  );
}

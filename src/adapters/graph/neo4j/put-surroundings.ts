import type { Journey } from "../../../model/journey.ts";
import type { Team } from "../../../model/team.ts";
import type { FoldedFacts } from "./folded-facts.ts";
import type { Run } from "./connection/neo4j-connection.ts";

/**
 * Writes teams and journeys, and takes away those that nobody states any more, and ownerships that are gone.
 *
 * A team that is only named as an owner is kept without a `body`, and is no part of the map.
 */
export async function putSurroundings(
  run: Run,
  { teams, journeys, ownerships }: FoldedFacts,
): Promise<void> {
  const stated = [...teams.values()].flatMap((team) => team ?? []);
  const unstated = [...teams].flatMap(([key, team]) => (team ? [] : [key]));
  const disowned = [...ownerships].flatMap(([key, owned]) => (owned ? [] : [key.split(" ")]));
  const entered = [...journeys.values()].flatMap((journey) => journey ?? []);
  const over = [...journeys].flatMap(([key, journey]) => (journey ? [] : [key]));
  await Promise.all([
    putTeams(run, stated),
    putJourneys(run, entered),
    leaveEntries(run, entered, over),
    dropOwnerships(run, disowned),
    dropTeams(run, unstated, [...unstated, ...disowned.map((ends) => ends[1] as string)]),
  ]);
}

async function putTeams(run: Run, teams: readonly Team[]): Promise<void> {
  if (teams.length === 0) return;
  await run("UNWIND $rows AS row MERGE (team:Team {key: row.key}) SET team = row", {
    rows: teams.map(({ id, ...stated }) => ({
      key: id,
      ...stated,
      body: JSON.stringify({ id, ...stated }),
    })),
  });
}

async function dropTeams(
  run: Run,
  unstated: readonly string[],
  loose: readonly string[],
): Promise<void> {
  if (loose.length === 0) return;
  await run("UNWIND $unstated AS key MATCH (team:Team {key: key}) SET team = {key: key}", {
    unstated,
  });
  await run(
    `UNWIND $loose AS key MATCH (team:Team {key: key})
     WHERE team.body IS NULL AND NOT EXISTS { (team)<-[:OWNED_BY]-() }
     DELETE team`,
    { loose },
  );
}

async function dropOwnerships(run: Run, ends: readonly (readonly string[])[]): Promise<void> {
  if (ends.length === 0) return;
  await run(
    `UNWIND $gone AS ends
     MATCH (component:Component {key: ends[0]}) MATCH (team:Team {key: ends[1]})
     WITH component, team MATCH (component)-[owned:OWNED_BY]->(team)
     DELETE owned`,
    { gone: ends },
  );
}

async function putJourneys(run: Run, journeys: readonly Journey[]): Promise<void> {
  if (journeys.length === 0) return;
  await run(
    `UNWIND $rows AS row
     MERGE (journey:Journey {key: row.properties.key}) SET journey = row.properties
     WITH row, journey UNWIND row.entries AS entry
     MATCH (component:Component {key: entry})
     MERGE (journey)-[:ENTERS]->(component)`,
    {
      rows: journeys.map((journey) => ({
        properties: journeyProperties(journey),
        entries: journey.entries,
      })),
    },
  );
}

/** What a person looks for, in plain numbers, beside the journey as it was stated. */
function journeyProperties(journey: Journey): object {
  const { id, name, currency, usersPerMinute, revenuePerMinute, sla } = journey;
  return {
    key: id,
    name,
    currency,
    ...(usersPerMinute
      ? { usersPerMinuteLow: usersPerMinute.low, usersPerMinuteHigh: usersPerMinute.high }
      : {}),
    ...(revenuePerMinute
      ? { revenuePerMinuteLow: revenuePerMinute.low, revenuePerMinuteHigh: revenuePerMinute.high }
      : {}),
    ...(sla ? { slaTargetPercent: sla.targetPercent } : {}),
    body: JSON.stringify(journey),
  };
}

/** Takes away entries that a journey names no more, journeys that are over, and components that only they pointed to. */
async function leaveEntries(
  run: Run,
  entered: readonly Journey[],
  over: readonly string[],
): Promise<void> {
  if (entered.length + over.length === 0) return;
  await run(
    `UNWIND $rows AS row
     MATCH (:Journey {key: row.key})-[enters:ENTERS]->(component:Component)
     WHERE NOT component.key IN row.entries
     DELETE enters
     WITH DISTINCT component
     WHERE component.body IS NULL
       AND NOT EXISTS { (component)-[:DEPENDS_ON]-() }
       AND NOT EXISTS { (component)-[:OWNED_BY]->() }
       AND NOT EXISTS { (component)<-[:ENTERS]-() }
     DETACH DELETE component`,
    {
      rows: [
        ...entered.map(({ id, entries }) => ({ key: id, entries })),
        ...over.map((key) => ({ key, entries: [] })),
      ],
    },
  );
  if (over.length === 0) return;
  await run("UNWIND $over AS key MATCH (journey:Journey {key: key}) DETACH DELETE journey", {
    over,
  });
}

import type { Component } from "../../../model/component.ts";
import { bareComponent } from "../../../model/folding/fold-component.ts";
import type { SourceAge } from "../../../model/impact.ts";
import {
  createSnapshotBuilder,
  type SnapshotBuilder,
} from "../../../model/snapshot/snapshot-builder.ts";
import type { Snapshot, Surroundings } from "../../../model/snapshot/snapshot.ts";
import type { Ownership } from "../../../model/team.ts";
import { byCodePoint } from "../../../model/snapshot/by-code-point.ts";
import { unpackBody } from "./dependency-body.ts";
import type { Row, Run } from "./connection/neo4j-connection.ts";

/** Components whose dependencies are read at a time: some ten thousand, so that they need not all stand in memory. */
const STRIDE = 1000;
/** Parts that the server may work on while one is taken in. */
const AHEAD = 4;

/** When a snapshot was asked for, and since when what was not observed any more is dormant. */
export interface Asked {
  readonly asOf: number;
  readonly dormantBefore: number;
}

/**
 * Reads the whole folded map, as it stands while it is read.
 *
 * Somebody may write meanwhile: it is one moment only when the version has stood still. A dependency whose end was
 * not there yet, or not any more, is left out.
 */
export async function readWhole(
  run: Run,
  { asOf, dormantBefore }: Asked,
  about: { readonly version: number; readonly store: string; readonly numbers: number },
): Promise<Snapshot> {
  const reading = readComponents(run, about.numbers);
  const parts = aheadOf(about.numbers, (first) => readDependencies(run, first));
  const { components, placeOf } = await reading;
  const builder = createSnapshotBuilder(components);
  for await (const rows of parts) {
    for (const row of rows) addDependencies(builder, row, placeOf, dormantBefore);
  }
  const { version, store } = about;
  return { ...builder.build({ asOf, version, ...(await readSurroundings(run)) }), store };
}

/** Reads part by part; the server works on the next ones, from now on, while one is taken in. */
function aheadOf<Part>(
  numbers: number,
  readFrom: (first: number) => Promise<Part>,
): AsyncIterable<Part> {
  const asked: Promise<Part>[] = [];
  let first = 0;
  function ask(): void {
    if (first > numbers) return;
    const part = readFrom(first);
    // Whoever waits for it hears of a fault; nobody does once an earlier part has failed.
    part.catch(() => undefined);
    asked.push(part);
    first += STRIDE;
  }
  for (let ahead = 0; ahead < AHEAD; ahead += 1) ask();
  return (async function* () {
    for (let part = asked.shift(); part; part = asked.shift()) {
      ask();
      yield await part;
    }
  })();
}

async function readComponents(
  run: Run,
  numbers: number,
): Promise<{ components: Component[]; placeOf: Int32Array }> {
  const rows = await run(
    `MATCH (component:Component)
     WHERE component.body IS NOT NULL OR EXISTS { (component)-[:DEPENDS_ON]-() }
     RETURN component.number / 1000 AS part, collect(component.number) AS numbers,
       collect(component.key) AS keys, collect(coalesce(component.body, '')) AS bodies`,
  );
  const read: { number: number; component: Component }[] = [];
  for (const row of rows) {
    const keys = row["keys"] as string[];
    const bodies = row["bodies"] as string[];
    for (const [place, number] of (row["numbers"] as number[]).entries()) {
      const body = bodies[place] as string;
      const component =
        body === "" ? bareComponent(keys[place] as string) : (JSON.parse(body) as Component);
      read.push({ number, component });
    }
  }
  read.sort((a, b) => byCodePoint(a.component.id, b.component.id));
  const placeOf = new Int32Array(numbers + 1).fill(-1);
  for (const [place, { number }] of read.entries()) placeOf[number] = place;
  return { components: read.map(({ component }) => component), placeOf };
}

/** What a dependency binds stands in its body: the server need not look at its ends. */
function readDependencies(run: Run, first: number): Promise<readonly Row[]> {
  return run(
    `MATCH (consumer:Component) WHERE consumer.number >= $first AND consumer.number < $next
     MATCH (consumer)-[dependency:DEPENDS_ON]->()
     RETURN collect(dependency.body) AS bodies`,
    { first, next: first + STRIDE },
  );
}

function addDependencies(
  builder: SnapshotBuilder,
  row: Row,
  placeOf: Int32Array,
  dormantBefore: number,
): void {
  for (const body of row["bodies"] as readonly string[]) {
    const read = unpackBody(body, dormantBefore);
    const consumer = placeOf[read.consumer] ?? -1;
    const provider = placeOf[read.provider] ?? -1;
    if (consumer >= 0 && provider >= 0) builder.add({ ...read, consumer, provider });
  }
}

async function readSurroundings(run: Run): Promise<Surroundings> {
  const [teams, owners, journeys, sources] = await Promise.all([
    run("MATCH (team:Team) WHERE team.body IS NOT NULL RETURN team.body AS body ORDER BY team.key"),
    run(
      `MATCH (component:Component)-[owned:OWNED_BY]->(team:Team)
       RETURN component.key AS component, team.key AS team, owned.sources AS sources,
         owned.lastSeen AS lastSeen ORDER BY component, team`,
    ),
    run("MATCH (journey:Journey) RETURN journey.body AS body ORDER BY journey.key"),
    readSourceAges(run),
  ]);
  return {
    teams: teams.map((row) => JSON.parse(String(row["body"]))),
    ownerships: owners as unknown as Ownership[],
    journeys: journeys.map((row) => JSON.parse(String(row["body"]))),
    sources,
  };
}

/** How current each source is that stands for anything, by name. */
export async function readSourceAges(run: Run): Promise<SourceAge[]> {
  const rows = await run(
    `MATCH (source:Source) WHERE source.facts > 0
     RETURN source.key AS source, source.lastSeen AS lastSeen, source.facts AS facts
     ORDER BY source`,
  );
  return rows as unknown as SourceAge[];
}

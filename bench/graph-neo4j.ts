import { execFile } from "node:child_process";
import { promisify } from "node:util";
import neo4j, { type Driver } from "neo4j-driver";
import { packBody, type EndNumbers } from "../src/adapters/graph/neo4j/dependency-body.ts";
import { createNeo4jConnection } from "../src/adapters/graph/neo4j/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import { nameOf, type Component, type ComponentId } from "../src/model/component.ts";
import type { Dependency } from "../src/model/dependency.ts";
import type { FoldedDependency } from "../src/model/folding/fold-dependency.ts";
import { createSecret } from "../src/model/secret.ts";
import { startNeo4j, type Neo4jServer } from "../test/support/neo4j-server.ts";
import type { GraphWay } from "./graph-ways.ts";
import { syntheticComponents, syntheticEstate } from "./synthetic-estate.ts";
import { timesOf } from "./times.ts";

const BATCH = 10_000;
/** What a person would wait at the very most. */
const LIMIT_MS = 20_000;
const RUNS = 7;

const COUNT = `MATCH (:Component {key: $key})<-[:DEPENDS_ON*1..20]-(harmed)
  RETURN count(DISTINCT harmed) AS count`;
const IDS = `MATCH (:Component {key: $key})<-[:DEPENDS_ON*1..20]-(harmed)
  RETURN DISTINCT harmed.key AS key`;
const CHAINS = `MATCH chain = ANY SHORTEST (:Component {key: $key})<-[:DEPENDS_ON]-{1,20}(harmed:Component)
  RETURN harmed.key AS key, [link IN nodes(chain) | link.key] AS chain`;

/**
 * Asks a real Neo4j server the same about the same estate; undefined when no server can be had, which is said aloud.
 *
 * The map lies there as our store keeps it. The server is a new one, and ends with this.
 */
export async function neo4jWays(
  size: number,
  origin: ComponentId,
): Promise<GraphWay[] | undefined> {
  const server = await startNeo4j({ own: true, fullSpeed: true });
  if (!server) return undefined;
  const driver = neo4j.driver(server.uri, neo4j.auth.basic(server.user, server.password), {
    disableLosslessIntegers: true,
  });
  const connection = createNeo4jConnection({
    ...server,
    password: createSecret(server.password),
    // On a busy machine, waiting is what is measured.
    deadlineMs: LIMIT_MS,
  });
  const store = createNeo4jGraphStore({ connection });
  try {
    await store.migrate();
    await load(driver, size);
    const ways = [
      {
        way: "Neo4j, *1..20, the count",
        times: await timesOf(RUNS, () => driver.executeQuery(COUNT, { key: origin })),
      },
      {
        way: "Neo4j, *1..20, the ids",
        times: await timesOf(RUNS, () => driver.executeQuery(IDS, { key: origin })),
      },
      {
        way: "depmap's snapshot, read from Neo4j",
        times: await timesOf(3, () => store.snapshot(1)),
      },
    ];
    const mb = await residentMb(server);
    return [...ways.map((way) => ({ ...way, mb })), await chainsWay(driver, origin)];
  } finally {
    await store.close();
    await driver.close();
    // A statement that was ended by its limit may go on for a minute: nothing is worth waiting for.
    await server.kill();
    await server.stop();
  }
}

/** One chain to everybody: it may not end at all, so it is asked once and with a limit. */
async function chainsWay(driver: Driver, key: ComponentId): Promise<GraphWay> {
  const session = driver.session({ defaultAccessMode: neo4j.session.READ });
  let ended = "";
  const times = await timesOf(1, async () => {
    try {
      await session.run(CHAINS, { key }, { timeout: LIMIT_MS });
    } catch (fault) {
      if (!(fault instanceof neo4j.Neo4jError) || !fault.code.includes("Transaction")) throw fault;
      ended = ", ended by the limit";
    }
  });
  return { way: `Neo4j, ANY SHORTEST {1,20}, once${ended}`, times };
}

/** Writes the estate in batches, as our store would keep it. */
async function load(driver: Driver, size: number): Promise<void> {
  const components = syntheticComponents(size);
  const { consumer, provider, count } = syntheticEstate(size);
  const idAt = (place: number) => (components[place] as Component).id;
  const nodes = components.map(({ id, kind }, place) => ({
    key: id,
    name: nameOf(id),
    kind,
    number: place + 1,
    body: JSON.stringify(components[place]),
  }));
  await inBatches(nodes.length, async (first, end) => {
    await driver.executeQuery("UNWIND $rows AS row CREATE (one:Component) SET one = row", {
      rows: nodes.slice(first, end),
    });
  });
  await inBatches(count, async (first, end) => {
    const rows = Array.from({ length: end - first }, (_, place) => {
      const row = first + place;
      const part = consumer[row] as number;
      const needed = provider[row] as number;
      const ends = { consumer: idAt(part), provider: idAt(needed) };
      const numbers = { consumer: part + 1, provider: needed + 1 };
      return { ...ends, properties: propertiesOf(foldedOf(row, part, ends), numbers) };
    });
    await driver.executeQuery(
      `UNWIND $rows AS row
       MATCH (consumer:Component {key: row.consumer}), (provider:Component {key: row.provider})
       CREATE (consumer)-[dependency:DEPENDS_ON]->(provider) SET dependency = row.properties`,
      { rows },
    );
  });
  await driver.executeQuery(
    "MATCH (graph:Meta {key: 'graph'}) SET graph.version = 1, graph.numbers = $size",
    {
      size: neo4j.int(size),
    },
  );
}

/** The same as `snapshotFrom` says of it. */
function foldedOf(
  row: number,
  part: number,
  ends: Pick<Dependency, "consumer" | "provider">,
): FoldedDependency {
  const evidence = [`part-${part}.yaml:${row % 400}`];
  return {
    ...ends,
    coupling: row % 10 === 0 ? "event" : "call",
    strength: row % 5 === 0 ? "soft" : "hard",
    state: "declared",
    quietState: "declared",
    confidence: 0.9,
    firstSeen: 1,
    lastSeen: 1,
    provenance: [{ source: "synthetic", firstSeen: 1, lastSeen: 1, evidence }],
  };
}

function propertiesOf(folded: FoldedDependency, numbers: EndNumbers): object {
  const { coupling, strength, state, confidence, firstSeen, lastSeen } = folded;
  const sources = folded.provenance.map(({ source }) => source);
  return {
    coupling,
    strength,
    state,
    confidence,
    firstSeen,
    lastSeen,
    sources,
    body: packBody(folded, numbers),
  };
}

async function inBatches(
  count: number,
  work: (first: number, end: number) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < count; first += BATCH)
    await work(first, Math.min(count, first + BATCH));
}

/** What the server's process holds; 0 where the system does not say. */
async function residentMb({ uri }: Neo4jServer): Promise<number> {
  const port = new URL(uri).port;
  const { stdout } = await promisify(execFile)("ps", ["-eo", "rss=,args="]);
  const line = stdout
    .split("\n")
    .find((one) => one.includes("Neo4jServer") && one.endsWith(` ${port}`));
  return Math.round(Number.parseInt(line ?? "0", 10) / 1e3);
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import neo4j, { type Driver } from "neo4j-driver";
import { createNeo4jConnection } from "../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import type { Claim } from "../src/model/assertion.ts";
import { nameOf, type Component, type ComponentId } from "../src/model/component.ts";
import type { Dependency } from "../src/model/dependency.ts";
import type { Snapshot } from "../src/model/snapshot/snapshot.ts";
import type { GraphStore, Saying } from "../src/ports/graph-store.ts";
import { createSecret } from "../src/model/secret.ts";
import { startNeo4j, type Neo4jServer } from "../test/support/neo4j-server.ts";
import type { GraphWay } from "./graph-ways.ts";
import { syntheticComponents, syntheticEstate } from "./synthetic-estate.ts";
import { timesOf, type Times } from "./times.ts";

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
 * The map comes there by an import, as everybody's does. The server is a new one, and ends with this.
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
    const saying = sayingOf(size);
    const imported = await timesOf(1, () => store.say(saying));
    const importedMb = await residentMb(server);
    const last = await store.snapshot(1);
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
        times: await timesOf(RUNS, () => store.snapshot(1)),
      },
      {
        way: "depmap's snapshot, followed after one more dependency",
        times: await timesOfFollowing(store, last),
      },
    ];
    const mb = await residentMb(server);
    return [
      { way: "depmap's import into Neo4j, once", times: imported, mb: importedMb },
      ...ways.map((way) => ({ ...way, mb })),
      await chainsWay(driver, origin),
    ];
  } finally {
    await store.close();
    await driver.close();
    // A statement that was ended by its limit may go on for a minute: nothing is worth waiting for.
    await server.kill();
    await server.stop();
  }
}

/** Between two readings somebody states one more dependency; only the reading is timed. */
async function timesOfFollowing(store: GraphStore, first: Snapshot): Promise<Times> {
  let last = first;
  const took: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const [consumer, provider] = [last.components[run], last.components[run + RUNS]];
    await store.say({
      source: { name: "ines", type: "person" },
      at: run + 2,
      claims: [claimOf(`${consumer?.id}`, `${provider?.id}`, "data", "hard", "said in a review")],
      complete: false,
      actor: "person:ines",
    });
    const { bestMs } = await timesOf(1, async () => {
      last = await store.snapshot(1, last);
    });
    took.push(bestMs);
  }
  took.sort((a, b) => a - b);
  return { bestMs: took[0] as number, medianMs: took[took.length >> 1] as number };
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

/** The estate as an import states it: four in five dependencies are hard, every tenth is an event. */
function sayingOf(size: number): Saying {
  const components = syntheticComponents(size);
  const { consumer, provider, count } = syntheticEstate(size);
  const idAt = (place: number) => (components[place] as Component).id;
  const claims: Claim[] = components.map((component) => ({
    fact: { type: "component", component },
    confidence: 0.9,
    evidence: [`${nameOf(component.id)}.yaml`],
  }));
  for (let row = 0; row < count; row += 1) {
    const part = consumer[row] as number;
    claims.push(
      claimOf(
        idAt(part),
        idAt(provider[row] as number),
        row % 10 === 0 ? "event" : "call",
        row % 5 === 0 ? "soft" : "hard",
        `part-${part}.yaml:${row % 400}`,
      ),
    );
  }
  const source = { name: "synthetic", type: "import" } as const;
  return { source, at: 1, claims, complete: true, actor: "import:synthetic" };
}

function claimOf(
  consumer: ComponentId,
  provider: ComponentId,
  coupling: Dependency["coupling"],
  strength: Dependency["strength"],
  evidence: string,
): Claim {
  const dependency = { consumer, provider, coupling, strength };
  return { fact: { type: "dependency", dependency }, confidence: 0.9, evidence: [evidence] };
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

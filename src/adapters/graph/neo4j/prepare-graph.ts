import { nodesAbout } from "./assertion-nodes.ts";
import { factsToFold, factsToRead } from "./folded-facts.ts";
import { lockGraph } from "./locked-graph.ts";
import type { Neo4jConnection, Run } from "./connection/neo4j-connection.ts";
import { LONG, WRITE } from "./patience.ts";
import { FOLDED_WITH, migrateGraph, SCHEMA_VERSION } from "./schema.ts";
import { refold, typeIn } from "./take-down.ts";

/** Facts that are folded anew in one transaction. */
const BATCH = 2000;

/** Brings schema and folded map to this version; gives the version that the schema had. */
export async function prepareGraph(connection: Neo4jConnection): Promise<number> {
  if (await connection.read(isPrepared)) return SCHEMA_VERSION;
  const before = await migrateGraph(connection);
  if ((await connection.read(foldedWith)) === FOLDED_WITH) return before;
  await refoldAll(connection);
  await connection.write(
    (run) =>
      run("MATCH (graph:Meta {key: 'graph'}) SET graph.foldedWith = $foldedWith", {
        foldedWith: FOLDED_WITH,
      }),
    WRITE,
  );
  return before;
}

/** Nearly always it is, and one look is enough. */
async function isPrepared(run: Run): Promise<boolean> {
  const [row] = await run(
    `MATCH (schema:Meta {key: 'schema'}), (graph:Meta {key: 'graph'})
     RETURN schema.version = $version AND graph.foldedWith = $foldedWith AS isPrepared`,
    { version: SCHEMA_VERSION, foldedWith: FOLDED_WITH },
  );
  return row?.["isPrepared"] === true;
}

async function foldedWith(run: Run): Promise<unknown> {
  const [row] = await run(
    "MATCH (graph:Meta {key: 'graph'}) RETURN graph.foldedWith AS foldedWith",
  );
  return row?.["foldedWith"];
}

/** Works out everything again, after the rules of folding have changed; two processes at once do no harm. */
async function refoldAll(connection: Neo4jConnection): Promise<void> {
  for (let after = ""; ;) {
    const keys = await connection.read((run) => factsAfter(run, after), LONG);
    if (keys.length === 0) return;
    await connection.write((run) => refoldSome(run, keys), WRITE);
    after = keys.at(-1) as string;
  }
}

async function factsAfter(run: Run, after: string): Promise<string[]> {
  const rows = await run(
    `MATCH (assertion:Assertion) WHERE assertion.factKey > $after
     WITH DISTINCT assertion.factKey AS key ORDER BY key LIMIT $limit RETURN key`,
    { after, limit: BATCH },
  );
  return rows.map((row) => row["key"] as string);
}

async function refoldSome(run: Run, keys: readonly string[]): Promise<void> {
  const graph = await lockGraph(run);
  const concerned = await factsToFold(run, keys);
  const about = await nodesAbout(run, factsToRead([...concerned], graph.denials));
  await refold(run, graph, {
    factKeys: concerned,
    about,
    typeOf: (name) => typeIn(graph, name),
    isNew: () => false,
  });
}

import type { SourceType } from "../../../model/assertion.ts";
import { DepmapError } from "../../../model/errors.ts";
import type { Row, Run } from "./connection/neo4j-connection.ts";

/** One source as the graph keeps it. */
interface SourceNode {
  readonly key: string;
  readonly type: SourceType;
  /** How many active assertions it has. */
  readonly facts: number;
  readonly lastSeen: number;
  readonly completeAt: number;
  /** JSON of `Unfinished`: what a long saying has changed already that no audit row tells yet. */
  readonly unfinished?: string | undefined;
}

/** What every write needs to know of the graph, read after all earlier writes. */
export interface LockedGraph {
  readonly version: number;
  /** The greatest number that a component was ever given. */
  readonly numbers: number;
  /** By this the database knows its own snapshots again. */
  readonly store: string;
  /** Does anybody deny any dependency? Most estates have no denial, and need not look for one at every dependency. */
  readonly denials: boolean;
  readonly sources: ReadonlyMap<string, SourceNode>;
}

/**
 * Waits until nobody else writes, and keeps all others from writing until the transaction ends.
 *
 * What is read after this is one moment: versions are handed out in the order of the commits.
 */
export async function takeLock(run: Run): Promise<void> {
  const [row] = await run(
    "MATCH (graph:Meta {key: 'graph'}) SET graph.lock = true RETURN graph.key AS key",
  );
  if (!row) throw gone();
}

/** Takes the lock, and reads what there is. */
export async function lockGraph(run: Run): Promise<LockedGraph> {
  // The count stands between: what comes after it is looked up when the lock is held.
  const rows = await run(
    `MATCH (locked:Meta {key: 'graph'}) SET locked.lock = true
     WITH count(locked) AS locks
     MATCH (graph:Meta {key: 'graph'})
     RETURN graph.version AS version, graph.numbers AS numbers, graph.store AS store,
       EXISTS { MATCH (a:Assertion) WHERE a.factKey STARTS WITH 'no-dependency ' } AS denials,
       COLLECT { MATCH (source:Source) RETURN source {.*} } AS sources`,
  );
  return graphOf(rows);
}

/** The same without waiting for anybody. */
export async function readGraph(run: Run): Promise<LockedGraph> {
  const rows = await run(
    `MATCH (graph:Meta {key: 'graph'})
     RETURN graph.version AS version, graph.numbers AS numbers, graph.store AS store,
       EXISTS { MATCH (a:Assertion) WHERE a.factKey STARTS WITH 'no-dependency ' } AS denials,
       COLLECT { MATCH (source:Source) RETURN source {.*} } AS sources`,
  );
  return graphOf(rows);
}

function graphOf([row]: readonly Row[]): LockedGraph {
  if (!row) throw gone();
  const sources = row["sources"] as readonly SourceNode[];
  return {
    version: row["version"] as number,
    numbers: row["numbers"] as number,
    store: row["store"] as string,
    denials: row["denials"] as boolean,
    sources: new Map(sources.map((source) => [source.key, source])),
  };
}

/** The version alone, as far as it can be seen: a write that is just being committed may not count yet. */
export async function versionIn(run: Run): Promise<number> {
  return (await standIn(run)).version;
}

/** The same, and by what the database knows its own snapshots. */
export async function standIn(run: Run): Promise<Pick<LockedGraph, "version" | "store">> {
  const [row] = await run(
    "MATCH (graph:Meta {key: 'graph'}) RETURN graph.version AS version, graph.store AS store",
  );
  if (!row) throw gone();
  return row as unknown as Pick<LockedGraph, "version" | "store">;
}

function gone(): DepmapError {
  return new DepmapError(
    "graph-store-away",
    "the graph that was in Neo4j is gone; put it back, or restart depmap to begin an empty one",
  );
}

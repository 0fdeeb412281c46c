import { patchSnapshot, type SnapshotChanges } from "../../../model/snapshot/patch-snapshot.ts";
import type { Snapshot } from "../../../model/snapshot/snapshot.ts";
import { endsOf } from "./folded-facts.ts";
import { lockGraph, standIn } from "./locked-graph.ts";
import type { Neo4jConnection, Run } from "./connection/neo4j-connection.ts";
import { LONG, WRITE } from "./patience.ts";
import { changedKeys, needsOf, readChanges } from "./read-changes.ts";
import { readWhole, type Asked } from "./read-whole.ts";

/** How often all is read anew because somebody wrote too much meanwhile; then writers have to wait. */
const TRIES = 3;

/**
 * Reads the map: by what changed since `last` where the changes are known and few, else all of it.
 *
 * Neo4j shows a reader what others commit meanwhile, and a commit piece by piece. So all is read between two looks at
 * the version under the lock, when nothing is half written; what was written in between is then read again.
 */
export async function readSnapshot(
  connection: Neo4jConnection,
  asked: Asked,
  last: Snapshot | undefined,
): Promise<Snapshot> {
  if (last) {
    // As long as nobody has written, nobody has to wait. A follower of a cluster may be a moment behind; the next look tells.
    const { version, store } = await connection.read(standIn);
    if (version === last.version && store === last.store) return { ...last, asOf: asked.asOf };
    const followed = await followUp(connection, asked, last, false);
    if (followed) return followed;
  }

  for (let tries = 1; tries < TRIES; tries += 1) {
    const before = await connection.write(lockGraph, WRITE);
    const read = await connection.read((run) => readWhole(run, asked, before), LONG);
    const whole = hasTwice(read) ? undefined : await followUp(connection, asked, read, true);
    if (whole) return whole;
  }
  return connection.write(async (run) => readWhole(run, asked, await lockGraph(run)), LONG);
}

/** The same snapshot with what was written since; undefined when that is unknown or too much. `isTorn`: read while others wrote. */
async function followUp(
  connection: Neo4jConnection,
  asked: Asked,
  last: Snapshot,
  isTorn: boolean,
): Promise<Snapshot | undefined> {
  return connection.write(async (run) => {
    const graph = await lockGraph(run);
    if (graph.store !== last.store) return undefined;
    const keys = await changedKeys(run, last.version, graph.version);
    if (!keys) return undefined;
    const { version, store } = graph;
    const about = { asOf: asked.asOf, version, store };
    if (keys.size === 0 && version === last.version) return { ...last, ...about };
    const changes = await readChanges(run, keys, asked.dormantBefore);
    const all = isTorn ? await withNeighbours(run, changes, asked) : changes;
    return patchSnapshot(last, all, about);
  }, WRITE);
}

/**
 * Adds all that the ends of changed dependencies need: while the server moves a component's list of relationships
 * to another layout, somebody who walks along it may miss some that did not change.
 */
async function withNeighbours(
  run: Run,
  changes: SnapshotChanges,
  { dormantBefore }: Asked,
): Promise<SnapshotChanges> {
  const ends = [...changes.dependencies.keys()].flatMap((key) => endsOf(key).slice(0, 2));
  const needs = await needsOf(run, [...new Set(ends)], dormantBefore);
  return { ...changes, dependencies: new Map([...needs, ...changes.dependencies]) };
}

/** Is one dependency there twice? Rows stand in order, so that they are neighbours. */
function hasTwice({ consumer, provider, coupling }: Snapshot): boolean {
  for (let row = 1; row < consumer.length; row += 1) {
    if (
      consumer[row] === consumer[row - 1] &&
      provider[row] === provider[row - 1] &&
      coupling[row] === coupling[row - 1]
    ) {
      return true;
    }
  }
  return false;
}

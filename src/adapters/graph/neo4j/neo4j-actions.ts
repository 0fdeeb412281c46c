import { Action } from "../../../model/reply.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { SharedActions } from "../../../ports/shared-actions.ts";
import { migrated } from "./migrated.ts";
import type { Neo4jConnection } from "./connection/neo4j-connection.ts";

const KEPT_MS = 90 * 86_400_000;

const PUT = `
  MERGE (kept:Action {key: $id})
  SET kept.action = $action, kept.message = $message, kept.at = $at`;

const FIND = `
  MATCH (kept:Action {key: $id})
  WHERE kept.at >= $oldest
  RETURN kept.action AS action`;

/** A part at a time: the lock that a long deletion takes would hold up whoever shows a button. */
const FORGET = `
  MATCH (kept:Action)
  WHERE kept.at < $oldest
  WITH kept LIMIT 5000
  DELETE kept
  RETURN count(*) AS count`;

/** What buttons do, in Neo4j. */
export function createNeo4jActions(plain: Neo4jConnection, clock: Clock): SharedActions {
  const connection = migrated(plain);
  const oldest = () => clock.now() - KEPT_MS;
  return {
    async put(id, action, message) {
      const text = JSON.stringify(Action.parse(action));
      const values = { id, action: text, message, at: clock.now() };
      await connection.write((run) => run(PUT, values));
    },
    find: (id) =>
      connection.read(async (run) => {
        const [row] = await run(FIND, { id, oldest: oldest() });
        // An action of another depmap version that this one does not know counts as unknown.
        return row && Action.safeParse(JSON.parse(String(row["action"]))).data;
      }),
    async forget() {
      for (let count = 1; count > 0;) {
        const [row] = await connection.write((run) => run(FORGET, { oldest: oldest() }));
        count = Number(row?.["count"] ?? 0);
      }
    },
  };
}

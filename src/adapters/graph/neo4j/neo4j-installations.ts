import type { Installations, SealedInstallation } from "../../../ports/installations.ts";
import type { Neo4jConnection } from "./connection/neo4j-connection.ts";
import { migrated } from "./migrated.ts";

const PUT = `
  MERGE (kept:Installation {key: $id})
  ON CREATE SET kept.at = timestamp()
  SET kept.sealed = $sealed`;

const FIND = `
  MATCH (kept:Installation {key: $id})
  RETURN kept.key AS id, kept.sealed AS sealed`;

/** There are as many as there are workspaces: a list, not a graph. */
const ALL = `
  MATCH (kept:Installation)
  RETURN kept.key AS id, kept.sealed AS sealed
  ORDER BY kept.at, kept.key`;

const REMOVE = `
  MATCH (kept:Installation {key: $id})
  DELETE kept`;

/** Installations in Neo4j, as `Installation` nodes. The connection is somebody else's to close. */
export function createNeo4jInstallations(plain: Neo4jConnection): Installations {
  const connection = migrated(plain);
  return {
    async put({ id, sealed }) {
      await connection.write((run) => run(PUT, { id, sealed }));
    },
    find: (id) =>
      connection.read(async (run) => {
        const [row] = await run(FIND, { id });
        return row && installationOf(row);
      }),
    all: () => connection.read(async (run) => (await run(ALL)).map(installationOf)),
    async remove(id) {
      await connection.write((run) => run(REMOVE, { id }));
    },
    close: () => Promise.resolve(),
  };
}

function installationOf(row: Readonly<Record<string, unknown>>): SealedInstallation {
  return { id: String(row["id"]), sealed: String(row["sealed"]) };
}

import type { Installations, SealedInstallation } from "../../../ports/installations.ts";
import type { Neo4jConnection } from "./connection/neo4j-connection.ts";
import { migrated } from "./migrated.ts";

const PUT = `
  MERGE (kept:Installation {key: $id})
  ON CREATE SET kept.at = timestamp()
  SET kept.sealed = $sealed`;

/** The first SET takes the node's lock, so that nobody else has changed it when it is compared. */
const REPLACE = `
  MATCH (kept:Installation {key: $id})
  SET kept.key = kept.key
  WITH kept WHERE kept.sealed = $instead
  SET kept.sealed = $sealed
  RETURN kept.key AS id`;

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
  SET kept.key = kept.key
  WITH kept WHERE $sealed IS NULL OR kept.sealed = $sealed
  DELETE kept`;

/** Installations in Neo4j, as `Installation` nodes. The connection is somebody else's to close. */
export function createNeo4jInstallations(plain: Neo4jConnection): Installations {
  const connection = migrated(plain);
  return {
    async put({ id, sealed }) {
      await connection.write((run) => run(PUT, { id, sealed }));
    },
    replace: ({ id, sealed }, instead) =>
      connection.write(async (run) => (await run(REPLACE, { id, sealed, instead })).length > 0),
    find: (id) =>
      connection.read(async (run) => {
        const [row] = await run(FIND, { id });
        return row && installationOf(row);
      }),
    all: () => connection.read(async (run) => (await run(ALL)).map(installationOf)),
    async remove(id, sealed) {
      await connection.write((run) => run(REMOVE, { id, sealed: sealed ?? null }));
    },
    close: () => Promise.resolve(),
  };
}

function installationOf(row: Readonly<Record<string, unknown>>): SealedInstallation {
  return { id: String(row["id"]), sealed: String(row["sealed"]) };
}

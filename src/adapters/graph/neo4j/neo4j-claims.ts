import type { Claims } from "../../../ports/claims.ts";
import { migrated } from "./migrated.ts";
import type { Neo4jConnection } from "./connection/neo4j-connection.ts";

/** Takes the write lock before anything is read: whoever comes second sees what the first one wrote. */
const LOCK = `
  MERGE (claim:Claim {key: $name})
  ON CREATE SET claim.holder = '', claim.fence = 0, claim.until = 0
  SET claim.asked = timestamp()`;

/** The server's clock decides. A fence grows with every holder, and with time: a new database begins no lower. */
const TAKE = `
  MATCH (claim:Claim {key: $name})
  WHERE claim.holder = $holder OR claim.until <= timestamp()
  WITH claim, CASE
    WHEN claim.holder = $holder THEN claim.fence
    WHEN claim.fence >= timestamp() THEN claim.fence + 1
    ELSE timestamp()
  END AS fence
  SET claim.holder = $holder, claim.fence = fence, claim.until = timestamp() + $forMs
  RETURN fence`;

const RELEASE = `
  MATCH (claim:Claim {key: $name})
  SET claim.asked = timestamp()
  WITH claim
  WHERE claim.holder = $holder AND claim.fence = $fence
  SET claim.until = 0`;

/** Leases in Neo4j, by the server's own clock. */
export function createNeo4jClaims(plain: Neo4jConnection): Claims {
  const connection = migrated(plain);
  return {
    take: (name, holder, forMs) =>
      connection.write(async (run) => {
        await run(LOCK, { name });
        const [row] = await run(TAKE, { name, holder, forMs });
        return row && { name, holder, fence: Number(row["fence"]) };
      }),
    async release({ name, holder, fence }) {
      await connection.write((run) => run(RELEASE, { name, holder, fence }));
    },
  };
}

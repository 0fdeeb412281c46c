import type { Connection } from "./connection.ts";
import { refoldAll } from "./refold.ts";
import { FOLDED_WITH, migrate } from "./schema.ts";

/** Brings the file up to date; gives the version of its schema before. Call it in a transaction. */
export async function prepareGraphFile(connection: Connection): Promise<number> {
  const before = migrate(connection.database);
  const folded = connection.one("SELECT value FROM meta WHERE key = 'folded_with'");
  if (folded?.["value"] === FOLDED_WITH) return before;
  await refoldAll(connection);
  connection.run("INSERT OR REPLACE INTO meta VALUES ('folded_with', ?)", FOLDED_WITH);
  return before;
}

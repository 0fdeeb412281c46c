import type { Installations, SealedInstallation } from "../../../ports/installations.ts";
import { createGraphFile } from "./graph-file.ts";
import { prepareGraphFile } from "./prepare-graph-file.ts";

/** Installations in the graph's SQLite file. Opening waits for the first call. */
export function createSqliteInstallations({ path }: { readonly path: string }): Installations {
  const file = createGraphFile(
    path,
    async (connection) => void (await prepareGraphFile(connection)),
  );
  return {
    put: ({ id, sealed }) =>
      file.write((connection) => {
        connection.run(
          `INSERT INTO installation (id, sealed) VALUES (?, ?)
           ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed`,
          id,
          sealed,
        );
      }),
    find: (id) =>
      file.read((connection) => {
        const row = connection.one("SELECT id, sealed FROM installation WHERE id = ?", id);
        return row && installationOf(row);
      }),
    all: () =>
      file.read((connection) =>
        connection.all("SELECT id, sealed FROM installation ORDER BY rank").map(installationOf),
      ),
    remove: (id) =>
      file.write((connection) => {
        connection.run("DELETE FROM installation WHERE id = ?", id);
      }),
    close: () => file.close(),
  };
}

function installationOf(row: Readonly<Record<string, unknown>>): SealedInstallation {
  return { id: String(row["id"]), sealed: String(row["sealed"]) };
}

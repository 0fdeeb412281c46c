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
    replace: ({ id, sealed }, instead) =>
      file.write((connection) => {
        const row = connection.one(
          "UPDATE installation SET sealed = ? WHERE id = ? AND sealed = ? RETURNING id",
          sealed,
          id,
          instead,
        );
        return row !== undefined;
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
    remove: (id, sealed) =>
      file.write((connection) => {
        if (sealed === undefined) connection.run("DELETE FROM installation WHERE id = ?", id);
        else connection.run("DELETE FROM installation WHERE id = ? AND sealed = ?", id, sealed);
      }),
    close: () => file.close(),
  };
}

function installationOf(row: Readonly<Record<string, unknown>>): SealedInstallation {
  return { id: String(row["id"]), sealed: String(row["sealed"]) };
}

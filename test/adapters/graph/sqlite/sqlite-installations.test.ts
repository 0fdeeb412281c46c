import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { createSqliteGraphStore } from "../../../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteInstallations } from "../../../../src/adapters/graph/sqlite/sqlite-installations.ts";
import { installationsContract } from "../../../contracts/installations-contract.ts";

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "depmap-installations-")), "graph.sqlite");
});

installationsContract("sqlite", () => createSqliteInstallations({ path }));

it("shares its file with the graph, whoever opens it first", async () => {
  const installations = createSqliteInstallations({ path });
  await installations.put({ id: "slack T1", sealed: "x" });
  const store = createSqliteGraphStore({ path });

  expect(await store.version()).toBe(0);
  expect(await installations.all()).toHaveLength(1);

  await store.close();
  await installations.close();
});

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { auditRowsOf } from "../../../../src/workflows/map/audit-rows.ts";
import { verifyAudit } from "../../../../src/workflows/map/verify-audit.ts";
import { NOW } from "../../../contracts/graph-store/sayings.ts";
import { createSqliteUnderTest } from "./sqlite-under-test.ts";

const run = promisify(execFile);
const LOOP = fileURLToPath(new URL("./say-in-a-loop.ts", import.meta.url));

it("two processes that write one new file at once lose nothing, and say nothing", async () => {
  const subject = await createSqliteUnderTest();
  const names = ["left", "right"];
  const outputs = await Promise.all(
    names.map((name) => run(process.execPath, [LOOP, subject.path, name, "60"])),
  );

  expect(outputs.map(({ stdout, stderr }) => stdout + stderr)).toEqual(["", ""]);
  expect((await subject.store.snapshot(NOW)).consumer).toHaveLength(120);
  expect(await verifyAudit(auditRowsOf(subject.store))).toMatchObject({ intact: true, rows: 120 });
  await subject.dispose();
}, 30_000);

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { auditRowsOf } from "../../src/workflows/map/audit-rows.ts";
import { verifyAudit } from "../../src/workflows/map/verify-audit.ts";
import { proposalOf } from "../support/proposal-of.ts";
import type { SteadyChildOptions } from "../support/steady-child.ts";

const CHILD = fileURLToPath(new URL("../support/steady-child.ts", import.meta.url));
/** Where it is killed in each round; unset: by us, while it keeps. */
const DEATHS = [
  "before the store has it",
  undefined,
  "before it is settled",
  "before the store has it",
] as const;
const ROUNDS = DEATHS.length;
const IN_A_ROUND = 25;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-steady-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the child until it says what `isTime` waits for, and kills it then; gives all that it said. */
async function runAndKill(
  options: SteadyChildOptions,
  isTime: (said: string, count: number) => boolean,
): Promise<string[]> {
  const child = fork(CHILD, [JSON.stringify(options)]);
  const said: string[] = [];
  child.on("message", (message) => {
    if (typeof message !== "string") return;
    said.push(message);
    if (isTime(message, said.length)) child.kill("SIGKILL");
  });
  await once(child, "exit");
  return said;
}

it("loses no approval that was kept and makes none twice, however often the process is killed", async () => {
  const store = createSqliteGraphStore({ path: join(folder, "graph.db") });
  const ids = Array.from({ length: ROUNDS * IN_A_ROUND }, (_, index) => `p${index}`);
  await Promise.all(
    ids.map((id) => store.propose(proposalOf(`caller-of-${id} -> ledger`, { id }))),
  );

  const kept = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const approve = ids.slice(round * IN_A_ROUND, (round + 1) * IN_A_ROUND);
    const diesAt = DEATHS[round];
    const isTime = (_: string, count: number) => diesAt === undefined && count === 9;
    for (const word of await runAndKill({ folder, approve, diesAt }, isTime)) {
      if (word.startsWith("kept ")) kept.add(word.slice("kept ".length));
    }
  }
  await runAndKill({ folder, approve: [] }, (word) => word === "settled");

  const rows = [];
  for await (const { action, subject } of auditRowsOf(store)) rows.push(`${action} ${subject}`);
  const audited = new Set(rows);
  const { consumer } = await store.snapshot(Date.now());
  expect(await verifyAudit(auditRowsOf(store))).toMatchObject({ intact: true });
  await store.close();
  expect(kept.size).toBeGreaterThan(ROUNDS * IN_A_ROUND * 0.5);
  expect([...kept].filter((id) => !audited.has(`approve-proposal ${id}`))).toEqual([]);
  expect(audited.size).toBe(rows.length);
  expect(consumer.length).toBe(rows.length);
}, 60_000);

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { postWebhook, webhookBody } from "../../support/intake.ts";
import { startIntakeProcess } from "../../support/intake-process.ts";

const ROUNDS = 4;
const SENDERS = 16;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-killed-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("has everything that was acknowledged before the process was killed, each once", async () => {
  const acknowledged = new Set<string>();

  for (let round = 0; round < ROUNDS; round += 1) {
    const intake = await startIntakeProcess(folder);
    let sent = 0;
    let killing: Promise<void> | undefined;
    const enough = acknowledged.size + 60 + round * 17;
    const sender = async () => {
      for (;;) {
        const id = `event-${round}-${(sent += 1)}`;
        const status = await postWebhook(intake.url, webhookBody("P1", id)).catch(() => undefined);
        if (status === undefined) return;
        if (status === 202) acknowledged.add(id);
        // Killed while the others are in the middle of theirs.
        if (acknowledged.size >= enough) killing ??= intake.kill();
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    await killing;
  }

  const journal = createSqliteJournal({ path: join(folder, "journal.db"), clock: Date });
  const kept = (await journal.eventsOf("P1")).map(({ id }) => id);
  await journal.close();
  const lost = [...acknowledged].filter((id) => !kept.includes(id));
  expect(acknowledged.size).toBeGreaterThan(ROUNDS * 60);
  expect(lost).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
}, 30_000);

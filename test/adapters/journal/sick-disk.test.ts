import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { ActionBox, Journal, ReceivedEvent } from "../../../src/ports/journal.ts";
import { postWebhook, webhookBody } from "../../support/intake.ts";
import {
  canLiftLimits,
  liftFileLimit,
  startIntakeProcess,
  type IntakeProcess,
} from "../../support/intake-process.ts";

const event: ReceivedEvent = {
  id: "e1",
  sender: "pagerduty",
  subject: "P1",
  receivedAt: 1,
  body: "{}",
};
const AWAY = { code: "journal-away" };

let folder: string;
let path: string;
let journal: Journal & ActionBox;
let intake: IntakeProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-sick-"));
  path = join(folder, "journal.db");
  journal = createSqliteJournal({ path, clock: Date });
  intake = undefined;
});
afterEach(async () => {
  await intake?.kill();
  await journal.close();
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe("a locked file", () => {
  function lock(): DatabaseSync {
    const other = new DatabaseSync(path);
    other.exec("BEGIN EXCLUSIVE");
    return other;
  }

  it("is waited for a moment, and the process goes on meanwhile", async () => {
    await journal.probe();
    const other = lock();
    const receiving = journal.receive(event);
    await new Promise((resolve) => setTimeout(resolve, 100));
    other.exec("COMMIT");
    other.close();

    expect(await receiving).toBe("new");
  });

  it("is away when it stays locked, and works by itself afterwards", async () => {
    await journal.probe();
    const other = lock();

    await expect(journal.receive(event)).rejects.toMatchObject(AWAY);
    other.exec("COMMIT");
    other.close();

    expect(await journal.receive(event)).toBe("new");
  });
});

describe("a file that cannot be used", () => {
  it("is away while its folder is a file, and works by itself afterwards", async () => {
    const nowhere = createSqliteJournal({ path: join(folder, "sub", "j.db"), clock: Date });
    await writeFile(join(folder, "sub"), "in the way");

    await expect(nowhere.receive(event)).rejects.toMatchObject(AWAY);
    await expect(nowhere.eventsOf("P1")).rejects.toMatchObject(AWAY);
    await expect(nowhere.probe()).rejects.toMatchObject(AWAY);
    await rm(join(folder, "sub"));

    expect(await nowhere.receive(event)).toBe("new");
    await nowhere.close();
  });

  it("is away while it is no journal, says where, and leaves it untouched", async () => {
    const text = "somebody's notes\n".repeat(500);
    await writeFile(path, text);

    await expect(journal.receive(event)).rejects.toThrow(path);
    expect(await readFile(path, "utf8")).toBe(text);
    await rm(path);

    expect(await journal.receive(event)).toBe("new");
  });
});

describe("a disk that is full", () => {
  it("answers 503 and nothing falsely, keeps the process up, and keeps what was acknowledged", async () => {
    intake = await startIntakeProcess(folder, { fileBlocks: 512 });
    const { statuses, kept } = await fill(intake.url);

    expect(new Set(statuses)).toEqual(new Set([202, 503]));
    expect((await fetch(`${intake.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${intake.url}/readyz`)).status).toBe(503);

    await intake.kill();
    const ids = (await journal.eventsOf("P1")).map(({ id }) => id);
    expect(kept.filter((id) => !ids.includes(id))).toEqual([]);
  }, 20_000);

  it.skipIf(!canLiftLimits())(
    "is used again without a restart once it has room",
    async () => {
      intake = await startIntakeProcess(folder, { fileBlocks: 512 });
      await fill(intake.url);

      liftFileLimit(intake);

      expect(await postWebhook(intake.url, large("after"))).toBe(202);
      // Readiness is asked at most once a second.
      await expect.poll(async () => (await fetch(`${intake?.url}/readyz`)).status).toBe(200);
    },
    20_000,
  );
});

describe("a folder that is read-only", () => {
  it("answers 503, and 202 once it can be written again", async () => {
    // Root may write anywhere, so the intake runs as somebody else then.
    const isRoot = process.getuid?.() === 0;
    const data = join(folder, "data");
    await mkdir(data);
    await chmod(folder, 0o755);
    await chmod(data, 0o555);
    intake = await startIntakeProcess(data, isRoot ? { uid: 65_534 } : {});

    expect(await postWebhook(intake.url, webhookBody("P1", "e1"))).toBe(503);
    await chmod(data, 0o777);

    expect(await postWebhook(intake.url, webhookBody("P1", "e1"))).toBe(202);
  }, 20_000);
});

function large(id: string): string {
  return webhookBody("P1", id).replace('"client":null', `"client":"${"x".repeat(20_000)}"`);
}

/** Sends until five in a row could not be kept. */
async function fill(url: string): Promise<{ statuses: number[]; kept: string[] }> {
  const statuses: number[] = [];
  const kept: string[] = [];
  for (let refused = 0; refused < 5 && statuses.length < 500;) {
    const id = `event-${statuses.length}`;
    const status = await postWebhook(url, large(id));
    statuses.push(status);
    if (status === 202) kept.push(id);
    refused = status === 202 ? 0 : refused + 1;
  }
  return { statuses, kept };
}

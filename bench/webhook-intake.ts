import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Journal } from "../src/ports/journal.ts";
import { startIntake } from "../test/support/intake.ts";
import type { Load } from "./webhook-load.ts";

const CONNECTIONS = 64;

/**
 * Measures durable, signed webhooks over HTTP, sent by another process over 64 connections, and prints a table.
 *
 * 3.6 KB each, a fifth of them repetitions. Beside it the same code with one fsync per webhook, in the same run.
 */
export async function benchWebhookIntake(count = 20_000): Promise<void> {
  await measured(2000, (journal) => journal);
  const rows = {
    "one fsync for those that came together": await measured(count, (journal) => journal),
    "one fsync for each": await measured(count / 4, oneByOne),
  };
  console.table(rows);
}

async function measured(
  count: number,
  wrap: (journal: Journal) => Pick<Journal, "receive">,
): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "depmap-bench-"));
  const intake = await startIntake(folder, wrap);
  try {
    const { perSecond, p50Ms, p99Ms, maxMs, others } = await load(intake.url, count);
    return {
      webhooks: count,
      "per second": Math.round(perSecond),
      "p50, ms": round(p50Ms),
      "p99, ms": round(p99Ms),
      "max, ms": round(maxMs),
      "not 202": others,
    };
  } finally {
    await intake.close();
    await rm(folder, { recursive: true });
  }
}

async function load(url: string, count: number): Promise<Load> {
  const script = join(import.meta.dirname, "webhook-load.ts");
  const args = [script, `${url}/webhooks/pagerduty`, String(count), String(CONNECTIONS)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return JSON.parse(await text(child.stdout)) as Load;
}

/** The same journal, but nobody shares a commit. */
function oneByOne(journal: Journal): Pick<Journal, "receive"> {
  let before: Promise<unknown> = Promise.resolve();
  return {
    receive(event) {
      const mine = before.then(() => journal.receive(event));
      before = mine.catch(() => undefined);
      return mine;
    },
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

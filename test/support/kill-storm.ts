import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  createRehearsalPagerDuty,
  type RehearsalPagerDuty,
} from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSecret } from "../../src/model/secret.ts";
import { createChatServer, type ChatServer } from "./chat-server.ts";
import { createDice } from "./dice.ts";
import { freePort } from "./free-port.ts";
import { judgeStorm, type Verdict } from "./judge-storm.ts";
import type { KillChildOptions } from "./kill-child.ts";
import { startTraffic } from "./storm-traffic.ts";

export interface KillStormOptions {
  readonly kills: number;
  readonly seed: number;
  readonly mutant?: KillChildOptions["mutant"];
  readonly onKill?: (killed: number) => void;
}

export interface KillStormReport extends Verdict {
  readonly kills: number;
  readonly incidents: number;
  readonly acknowledged: number;
  readonly posts: number;
  /** Messages that tell what was too much for one channel. */
  readonly rollUps: number;
  /** Messages in channels that were linked, beside the first briefings. */
  readonly copies: number;
  /** Posts that the chat took and whose answer the killed process never got. */
  readonly ambiguous: number;
  readonly seconds: number;
}

const SECRET = "kill-storm-secret";
const MOST_LIFE_MS = 500;
/** What happens outside waits for the chat to hear of it, so that a slow machine does not drown in a backlog. */
const FIRST_CREDIT = 30;
const CREDIT_FOR_A_WORD = 2;

/**
 * Kills a server with SIGKILL again and again while incidents come in, and says what was lost or said twice.
 *
 * PagerDuty and the chat live here, in the process that kills: they see everything and outlive every life. A third of
 * the lives ends in the very moment in which the chat takes a post; the others end at random, some while booting.
 */
export async function killStorm(options: KillStormOptions): Promise<KillStormReport> {
  const started = performance.now();
  const dice = createDice(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "depmap-kill-"));
  let lives = 0;
  let ambiguous = 0;
  let child: ChildProcess | undefined;
  let killAtPost = false;
  let isCalm = false;
  let credit = FIRST_CREDIT;

  const chat = await createChatServer(
    () => {
      credit = Math.min(FIRST_CREDIT, credit + CREDIT_FOR_A_WORD);
      const throwOf = dice();
      const cut = throwOf < 0.1 && !isCalm;
      if (cut) ambiguous += 1;
      return cut ? "answer cut" : throwOf < 0.15 && !isCalm ? "refused" : "fine";
    },
    () => {
      if (!killAtPost) return;
      killAtPost = false;
      ambiguous += 1;
      child?.kill("SIGKILL");
    },
  );
  const port = await freePort();
  const pagerDuty = await createRehearsalPagerDuty({
    secret: createSecret(SECRET),
    webhookUrl: `http://127.0.0.1:${port}/webhooks/pagerduty`,
    firstPauseMs: 20,
  });
  const childOptions: KillChildOptions = {
    folder,
    port,
    chatUrl: chat.url,
    pagerDutyUrl: pagerDuty.url,
    secret: SECRET,
    mutant: options.mutant,
  };
  // Compiled code is kept between the lives: they are about the work, not about starting Node.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") };
  const spawn = () =>
    fork(join(import.meta.dirname, "kill-child.ts"), [JSON.stringify(childOptions)], { env });

  const traffic = startTraffic(pagerDuty, dice, () => {
    if (credit <= 0) return false;
    credit -= 1;
    return true;
  });
  try {
    while (lives < options.kills) {
      child = spawn();
      const ended = once(child, "exit");
      const ready = once(child, "message");
      if (dice() < 0.9) await Promise.race([ready, ended]);
      killAtPost = dice() < 0.33;
      await Promise.race([wait(dice() * MOST_LIFE_MS), ended]);
      killAtPost = false;
      child.kill("SIGKILL");
      const [code, signal] = (await ended) as [number | null, string | null];
      if (signal !== "SIGKILL") throw new Error(`the child ended by itself with code ${code}`);
      lives += 1;
      options.onKill?.(lives);
    }
    traffic.stop();
    isCalm = true;
    child = spawn();
    await pagerDuty.settled();
    child.send("idle?");
    await idle(child);
    child.kill("SIGKILL");
    await once(child, "exit");
    const store = createSqliteGraphStore({ path: `${folder}/graph.db` });
    const verdict = await judgeStorm({
      journals: [`${folder}/journal.db`],
      store,
      chat,
      pagerDuty,
    });
    await store.close();
    return {
      ...verdict,
      kills: lives,
      incidents: pagerDuty.incidents().length,
      acknowledged: pagerDuty.deliveries().filter(({ state }) => state === "delivered").length,
      posts: chat.messages.length,
      rollUps: chat.messages.filter(({ key }) => key.startsWith("roll-up ")).length,
      copies: chat.messages.filter(({ key }) => / in https:/.test(key)).length,
      ambiguous,
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
  } finally {
    traffic.stop();
    child?.kill("SIGKILL");
    await closeAll(pagerDuty, chat);
    await rm(folder, { recursive: true, force: true });
  }
}

async function idle(child: ChildProcess): Promise<void> {
  for (;;) {
    const [message] = (await once(child, "message")) as [unknown];
    if (message === "idle") return;
  }
}

async function closeAll(pagerDuty: RehearsalPagerDuty, chat: ChatServer): Promise<void> {
  await pagerDuty.close();
  await chat.close();
}

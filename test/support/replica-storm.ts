import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  createRehearsalPagerDuty,
  type RehearsalPagerDuty,
} from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import { createNeo4jConnection } from "../../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createNeo4jGraphStore } from "../../src/adapters/graph/neo4j/neo4j-graph-store.ts";
import { createSecret } from "../../src/model/secret.ts";
import { createChatServer, type ChatServer } from "./chat-server.ts";
import { createDice } from "./dice.ts";
import { judgeStorm, type Verdict } from "./judge-storm.ts";
import type { ReplicaChildOptions } from "./replica-child.ts";
import { createReplicaHerd, type HerdReplica, type ReplicaHerd } from "./replica-herd.ts";
import { startTraffic } from "./storm-traffic.ts";
import { createWebhookBalancer } from "./webhook-balancer.ts";

export interface ReplicaStormOptions {
  readonly neo4j: ReplicaChildOptions["neo4j"];
  readonly kills: number;
  readonly seed: number;
  readonly times?: ReplicaChildOptions["times"];
  readonly mutant?: ReplicaChildOptions["mutant"];
  readonly onKill?: (words: string) => void;
}

export interface ReplicaStormReport extends Verdict {
  readonly kills: number;
  readonly freezes: number;
  readonly incidents: number;
  readonly acknowledged: number;
  readonly posts: number;
  /** Messages that tell what was too much for one channel. */
  readonly rollUps: number;
  /** Posts that the chat took and whose answer nobody got. */
  readonly ambiguous: number;
  /** From an incident's opening until its own briefing stood in the chat: the longest, in seconds. */
  readonly slowestBriefing: number;
  /** From the kill or freeze of a leader until another one led, in seconds. */
  readonly takeOvers: readonly number[];
  readonly seconds: number;
}

const SECRET = "replica-storm-secret";
const REPLICAS = 2;
/** What happens outside waits for the chat to hear of it. */
const FIRST_CREDIT = 30;
const PATIENCE_MS = 10_000;
const CREDIT_FOR_A_WORD = 2;
/** A lease in storms is short, so that many end in little time. */
const STORM_TIMES = { lease: 2500, ask: 500, chat: 700 };

/**
 * Kills and freezes replicas while incidents come in by all of them, and says what was lost or said twice.
 *
 * PagerDuty, the chat and the balancer live here. A leader is killed at random, or in the very moment in which the chat
 * takes a post; or it is stopped past its lease and then goes on as if nothing had been. Followers die too.
 */
export async function replicaStorm(options: ReplicaStormOptions): Promise<ReplicaStormReport> {
  const started = performance.now();
  const { neo4j, mutant, times = STORM_TIMES } = options;
  const dice = createDice(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "depmap-replicas-"));
  let herd: ReplicaHerd | undefined;
  let ambiguous = 0;
  let freezes = 0;
  let atPost: (() => void) | undefined;
  let isCalm = false;
  let credit = FIRST_CREDIT;
  let words = 0;

  const chat = await createChatServer(
    () => {
      words += 1;
      credit = Math.min(FIRST_CREDIT, credit + CREDIT_FOR_A_WORD);
      const throwOf = dice();
      const cut = throwOf < 0.1 && !isCalm;
      if (cut) ambiguous += 1;
      return cut ? "answer cut" : throwOf < 0.15 && !isCalm ? "refused" : "fine";
    },
    () => {
      atPost?.();
      atPost = undefined;
    },
  );
  const balancer = await createWebhookBalancer(() => {
    const able = herd?.alive() ?? [];
    const chosen = able[Math.floor(dice() * able.length)] ?? herd?.replicas[0];
    return `http://127.0.0.1:${chosen?.port}`;
  });
  const pagerDuty = await createRehearsalPagerDuty({
    secret: createSecret(SECRET),
    webhookUrl: `${balancer.url}/webhooks/pagerduty`,
    firstPauseMs: 20,
  });
  const shared = { neo4j, chatUrl: chat.url, pagerDutyUrl: pagerDuty.url, secret: SECRET };
  const all = (herd = await createReplicaHerd(REPLICAS, folder, { ...shared, times, mutant }));

  /** A half in the moment of a post, when one comes; a half of the killed comes back before anybody has taken over. */
  async function killLeader(victim: HerdReplica): Promise<void> {
    const isAtPost = dice() < 0.5;
    const isSoon = dice() < 0.5;
    await momentOf(isAtPost, victim);
    const killed = all.kill(victim);
    if (isSoon) void comeBack(victim);
    await killed;
    if (!isSoon) all.start(victim);
  }

  async function momentOf(isAtPost: boolean, victim: HerdReplica): Promise<void> {
    if (!isAtPost) return await wait(dice() * 500);
    const posted = new Promise<void>((resolve) => {
      atPost = () => {
        ambiguous += 1;
        // At once: before the answer is on its way.
        victim.child?.kill("SIGSTOP");
        resolve();
      };
    });
    await Promise.race([posted, wait(1000)]);
    atPost = undefined;
  }

  async function comeBack(victim: HerdReplica): Promise<void> {
    while (victim.child) await wait(5);
    all.start(victim);
  }

  async function hitSomebody(): Promise<void> {
    await all.untilLed();
    // A leader that dies before it has said a word leaves nothing half done.
    const before = words;
    for (let waitedMs = 0; words === before && waitedMs < PATIENCE_MS; waitedMs += 20)
      await wait(20);
    await wait(dice() * 600);
    const victim = all.leader();
    const follower = all.replicas.find((one) => one !== victim && one.child);
    const kind = dice();
    if (!victim) return;
    if (kind < 0.6 || !follower) return await killLeader(victim);
    if (kind < 0.85) {
      freezes += 1;
      await momentOf(dice() < 0.5, victim);
      return await all.freezeUntilReplaced(victim, dice() * 300);
    }
    await all.kill(follower);
    all.start(follower);
  }

  for (const replica of all.replicas) all.start(replica);
  const traffic = startTraffic(pagerDuty, dice, () => {
    if (credit <= 0 || all.alive().length === 0) return false;
    credit -= 1;
    return true;
  });
  try {
    for (let hits = 0; hits < options.kills; hits += 1) {
      await hitSomebody();
      options.onKill?.(`${hits + 1}: last take-over in ${all.takeOvers.at(-1) ?? "-"} s`);
    }
    traffic.stop();
    isCalm = true;
    await pagerDuty.settled();
    await all.untilIdle();
    const password = createSecret(neo4j.password);
    const connection = createNeo4jConnection({ ...neo4j, password });
    const store = createNeo4jGraphStore({ connection });
    const journals = all.replicas.map(({ journal }) => journal);
    const verdict = await judgeStorm({ journals, store, chat, pagerDuty });
    await store.close();
    return {
      ...verdict,
      kills: options.kills - freezes,
      freezes,
      incidents: pagerDuty.incidents().length,
      acknowledged: pagerDuty.deliveries().filter(({ state }) => state === "delivered").length,
      posts: chat.messages.length,
      rollUps: chat.messages.filter(({ key }) => key.startsWith("roll-up ")).length,
      ambiguous,
      slowestBriefing: slowestBriefing(pagerDuty, chat),
      takeOvers: all.takeOvers,
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
  } finally {
    traffic.stop();
    all.close();
    await pagerDuty.close();
    await balancer.close();
    await chat.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function slowestBriefing(pagerDuty: RehearsalPagerDuty, chat: ChatServer): number {
  const times = pagerDuty.incidents().flatMap(({ id, openedAt }) => {
    const posted = chat.messages.find(({ key }) => key === `briefing ${id}`);
    return posted ? [posted.at - openedAt] : [];
  });
  return Math.round(Math.max(0, ...times) / 100) / 10;
}

import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createRehearsalPagerDuty } from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSecret } from "../../src/model/secret.ts";
import { createChatServer } from "./chat-server.ts";
import { createDice } from "./dice.ts";
import { freePort } from "./free-port.ts";
import { judgeStorm, type Verdict } from "./judge-storm.ts";
import type { ReplicaChildOptions, ReplicaSays } from "./replica-child.ts";
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
  /** Posts that the chat took and whose answer nobody got. */
  readonly ambiguous: number;
  /** From the kill or freeze of a leader until another one led, in seconds. */
  readonly takeOvers: readonly number[];
  readonly seconds: number;
}

const SECRET = "replica-storm-secret";
const REPLICAS = 2;
/** What happens outside waits for the chat to hear of it. */
const FIRST_CREDIT = 30;
const CREDIT_FOR_A_WORD = 2;
/** A lease in storms is short, so that many end in little time. */
const STORM_TIMES = { lease: 2500, ask: 500, chat: 700 };
const LONGEST_TAKE_OVER_MS = 30_000;

interface Replica {
  readonly port: number;
  readonly journal: string;
  child: ChildProcess | undefined;
  isLeading: boolean;
  isFrozen: boolean;
}

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
  const takeOvers: number[] = [];
  const replicas: Replica[] = [];
  let ambiguous = 0;
  let freezes = 0;
  let killAtPost = false;
  let isCalm = false;
  let credit = FIRST_CREDIT;
  let onLeading: () => void = () => {};

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
      leader()?.child?.kill("SIGKILL");
    },
  );
  const alive = () => replicas.filter(({ child, isFrozen }) => child && !isFrozen);
  const balancer = await createWebhookBalancer(() => {
    const able = alive();
    const { port } = able[Math.floor(Math.random() * able.length)] ?? (replicas[0] as Replica);
    return `http://127.0.0.1:${port}`;
  });
  const pagerDuty = await createRehearsalPagerDuty({
    secret: createSecret(SECRET),
    webhookUrl: `${balancer.url}/webhooks/pagerduty`,
    firstPauseMs: 20,
  });
  for (let index = 0; index < REPLICAS; index += 1) {
    const journal = `${folder}/journal-${index}.db`;
    const port = await freePort();
    replicas.push({ port, journal, child: undefined, isLeading: false, isFrozen: false });
  }
  // Compiled code is kept between the lives: they are about the work, not about starting Node.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") };

  const leader = () => replicas.find(({ isLeading, isFrozen }) => isLeading && !isFrozen);

  function spawn(replica: Replica): void {
    const { journal, port } = replica;
    const childOptions: ReplicaChildOptions = {
      journal,
      port,
      graph: `${folder}/graph.db`,
      neo4j,
      chatUrl: chat.url,
      pagerDutyUrl: pagerDuty.url,
      secret: SECRET,
      times,
      mutant,
    };
    const script = join(import.meta.dirname, "replica-child.ts");
    const child = fork(script, [JSON.stringify(childOptions)], { env });
    replica.child = child;
    child.on("message", (words: ReplicaSays) => {
      if (words !== "leading" || replica.child !== child) return;
      for (const one of replicas) one.isLeading = one === replica;
      onLeading();
    });
    child.on("exit", () => {
      if (replica.child !== child) return;
      replica.child = undefined;
      replica.isLeading = false;
    });
  }

  /** Resolves when somebody leads who did not before. */
  async function takeOver(isOver: () => boolean): Promise<void> {
    const from = performance.now();
    while (!isOver()) {
      const called = new Promise<void>((resolve) => (onLeading = resolve));
      await Promise.race([called, wait(100)]);
      if (performance.now() - from > LONGEST_TAKE_OVER_MS) throw new Error("nobody took over");
    }
    takeOvers.push(Math.round((performance.now() - from) / 100) / 10);
  }

  async function killLeader(victim: Replica): Promise<void> {
    const ended = once(victim.child as ChildProcess, "exit");
    killAtPost = dice() < 0.5;
    await Promise.race([wait(dice() * 500), ended]);
    killAtPost = false;
    victim.child?.kill("SIGKILL");
    await ended;
    // A half comes back at once, before anybody has taken over.
    const isSoon = dice() < 0.5;
    if (isSoon) spawn(victim);
    await takeOver(() => leader() !== undefined);
    if (!isSoon) spawn(victim);
  }

  async function freezeLeader(victim: Replica): Promise<void> {
    freezes += 1;
    killAtPost = false;
    victim.isFrozen = true;
    victim.isLeading = false;
    victim.child?.kill("SIGSTOP");
    await takeOver(() => leader() !== undefined);
    await wait(dice() * 300);
    victim.isFrozen = false;
    victim.child?.kill("SIGCONT");
  }

  async function killFollower(victim: Replica): Promise<void> {
    const ended = once(victim.child as ChildProcess, "exit");
    victim.child?.kill("SIGKILL");
    await ended;
    spawn(victim);
  }

  for (const replica of replicas) spawn(replica);
  const traffic = startTraffic(pagerDuty, dice, () => {
    if (credit <= 0 || alive().length === 0) return false;
    credit -= 1;
    return true;
  });
  try {
    for (let kills = 0; kills < options.kills;) {
      await untilSomebodyLeads();
      await wait(dice() * 600);
      const victim = leader();
      if (!victim) continue;
      const follower = replicas.find((one) => one !== victim && one.child);
      const kind = dice();
      if (kind < 0.6 || !follower) await killLeader(victim);
      else if (kind < 0.85) await freezeLeader(victim);
      else await killFollower(follower);
      kills += 1;
      options.onKill?.(`${kills}: took over in ${takeOvers.at(-1) ?? "-"} s`);
    }
    traffic.stop();
    isCalm = true;
    await pagerDuty.settled();
    await allIdle();
    const store = createSqliteGraphStore({ path: `${folder}/graph.db` });
    const verdict = await judgeStorm({
      journals: replicas.map(({ journal }) => journal),
      store,
      chat,
      pagerDuty,
    });
    await store.close();
    return {
      ...verdict,
      kills: options.kills - freezes,
      freezes,
      incidents: pagerDuty.incidents().length,
      acknowledged: pagerDuty.deliveries().filter(({ state }) => state === "delivered").length,
      posts: chat.messages.length,
      ambiguous,
      takeOvers,
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
  } finally {
    traffic.stop();
    for (const { child } of replicas) child?.kill("SIGKILL");
    await pagerDuty.close();
    await balancer.close();
    await chat.close();
    await rm(folder, { recursive: true, force: true });
  }

  async function untilSomebodyLeads(): Promise<void> {
    while (!leader()) await wait(20);
  }

  /** All of them have nothing to do, twice in a row. */
  async function allIdle(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      await wait(100);
      const answers = await Promise.all(
        replicas.map(async ({ child }) => (child ? await answerOf(child) : "idle")),
      );
      quiet = answers.every((one) => one === "idle") && leader() ? quiet + 1 : 0;
    }
  }
}

async function answerOf(child: ChildProcess): Promise<ReplicaSays> {
  child.send("idle?");
  for (;;) {
    const [words] = (await once(child, "message")) as [ReplicaSays];
    if (words === "idle" || words === "busy") return words;
  }
}

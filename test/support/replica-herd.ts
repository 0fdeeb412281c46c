import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import type { ReplicaChildOptions, ReplicaSays } from "./replica-child.ts";

/** One replica's place: its port and its disk outlive its processes. */
export interface HerdReplica {
  readonly port: number;
  readonly journal: string;
  child: ChildProcess | undefined;
  isLeading: boolean;
  isFrozen: boolean;
}

/** Some replicas in processes of their own. */
export interface ReplicaHerd {
  readonly replicas: readonly HerdReplica[];
  /** From the end of a leader until another one led, in seconds. */
  readonly takeOvers: readonly number[];
  /** Those that could answer a webhook. */
  alive(): readonly HerdReplica[];
  leader(): HerdReplica | undefined;
  start(replica: HerdReplica): void;
  /** SIGKILL: nothing is closed, nothing is flushed. */
  kill(replica: HerdReplica): Promise<void>;
  /** Stops it in the middle of whatever it does, until somebody else leads; then it goes on as if nothing had been. */
  freezeUntilReplaced(replica: HerdReplica, extraMs: number): Promise<void>;
  /** Resolves when somebody leads. */
  untilLed(): Promise<void>;
  /** Resolves when none of them has anything to do, twice in a row. */
  untilIdle(): Promise<void>;
  close(): void;
}

const LONGEST_TAKE_OVER_MS = 30_000;

/** A herd of that many; none of them runs yet. */
export async function createReplicaHerd(
  count: number,
  folder: string,
  options: Omit<ReplicaChildOptions, "journal" | "port">,
): Promise<ReplicaHerd> {
  const replicas: HerdReplica[] = [];
  const takeOvers: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const journal = `${folder}/journal-${index}.db`;
    const port = await freePort();
    replicas.push({ port, journal, child: undefined, isLeading: false, isFrozen: false });
  }
  // Compiled code is kept between the lives: they are about the work, not about starting Node.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") };
  const leader = () => replicas.find(({ isLeading, isFrozen }) => isLeading && !isFrozen);

  function start(replica: HerdReplica): void {
    const { journal, port } = replica;
    const script = join(import.meta.dirname, "replica-child.ts");
    const child = fork(script, [JSON.stringify({ ...options, journal, port })], { env });
    replica.child = child;
    child.on("message", (words: ReplicaSays) => {
      if (words !== "leading" || replica.child !== child) return;
      for (const one of replicas) one.isLeading = one === replica;
    });
    child.on("exit", () => {
      if (replica.child !== child) return;
      replica.child = undefined;
      replica.isLeading = false;
    });
  }

  async function untilLed(): Promise<void> {
    const began = performance.now();
    while (!leader()) {
      await wait(10);
      if (performance.now() - began > LONGEST_TAKE_OVER_MS) throw new Error("nobody took over");
    }
  }

  async function takeOver(): Promise<void> {
    const began = performance.now();
    await untilLed();
    takeOvers.push(Math.round((performance.now() - began) / 100) / 10);
  }

  return {
    replicas,
    takeOvers,
    alive: () => replicas.filter(({ child, isFrozen }) => child && !isFrozen),
    leader,
    start,
    async kill(replica) {
      const { child, isLeading } = replica;
      if (child) {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }
      if (isLeading) await takeOver();
    },
    async freezeUntilReplaced(replica, extraMs) {
      replica.isFrozen = true;
      replica.isLeading = false;
      replica.child?.kill("SIGSTOP");
      await takeOver();
      await wait(extraMs);
      replica.isFrozen = false;
      replica.child?.kill("SIGCONT");
    },
    untilLed,
    async untilIdle() {
      for (let quiet = 0; quiet < 2;) {
        await wait(100);
        const answers = await Promise.all(
          replicas.map(async ({ child }) => (child ? await answerOf(child) : "idle")),
        );
        quiet = answers.every((one) => one === "idle") && leader() ? quiet + 1 : 0;
      }
    },
    close() {
      for (const { child } of replicas) child?.kill("SIGKILL");
    },
  };
}

async function answerOf(child: ChildProcess): Promise<ReplicaSays> {
  child.send("idle?");
  for (;;) {
    const [words] = (await once(child, "message")) as [ReplicaSays];
    if (words === "idle" || words === "busy") return words;
  }
}

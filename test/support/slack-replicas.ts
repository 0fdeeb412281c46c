import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { importInto } from "../../src/compose/import-into.ts";
import { openParts, type Parts } from "../../src/compose/parts.ts";
import { EXAMPLES } from "../../src/compose/rehearsal.ts";
import { readConfig } from "../../src/config.ts";
import { doublesEnvironment } from "./doubles-environment.ts";
import { createPagerDutyDouble, type PagerDutyDouble } from "./pagerduty-double.ts";
import type { Neo4jLogin } from "./running-neo4j.ts";
import { createSlackFront, type SlackFront } from "./slack-front.ts";
import type { SlackDouble, SlackDoubleOptions } from "./slack/slack-double.ts";
import { startSlackDouble } from "./slack/start-slack-double.ts";
import type { ReplicaAnswer, ReplicaAsked } from "./slack-replica-child.ts";

/** A depmap's place: its disk outlives its processes. */
export interface SlackReplica {
  readonly folder: string;
  url: string;
  child: ChildProcess | undefined;
}

/** Two depmaps on one Neo4j and in one Slack, each in a process of its own, with sockets and an address for HTTP. */
export interface SlackReplicas {
  readonly double: SlackDouble;
  readonly pagerduty: PagerDutyDouble;
  readonly front: SlackFront;
  /** The same map and record, seen by somebody who neither hears nor tells. */
  readonly parts: Parts;
  readonly replicas: readonly SlackReplica[];
  start(replica: SlackReplica): Promise<void>;
  /** SIGKILL: nothing is closed, nothing is flushed. */
  kill(replica: SlackReplica): Promise<void>;
  /** Ends as it does for whoever stops it. */
  stop(replica: SlackReplica): Promise<void>;
  /** Rejects when nobody leads for too long. */
  leader(): Promise<SlackReplica>;
  /** Asks for nudges at once, on every replica. */
  nudge(): Promise<void>;
  /** Resolves when everything that anybody did so far is through. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const SOCKETS_EACH = 2;
/** A lease lasts 10 s. */
const LONGEST_TAKE_OVER_MS = 25_000;

/** Starts both with the example estate on the map. */
export async function startSlackReplicas(
  { uri, user, password }: Neo4jLogin,
  environment: Readonly<Record<string, string>> = {},
  options: SlackDoubleOptions = {},
): Promise<SlackReplicas> {
  const folder = mkdtempSync(join(tmpdir(), "depmap-slack-replicas-"));
  const double = await startSlackDouble(options);
  const pagerduty = await createPagerDutyDouble();
  const replicas: SlackReplica[] = ["a", "b"].map((name) => ({
    folder: join(folder, name),
    url: "",
    child: undefined,
  }));
  const alive = () => replicas.filter(({ child }) => child !== undefined);
  const front = await createSlackFront(() => alive().map(({ url }) => url));
  const graph = { NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password };
  const parts = await openParts(
    readConfig({ ...graph, DEPMAP_DATA_DIR: join(folder, "reader"), DEPMAP_LOG_LEVEL: "silent" }),
  );
  await importInto(parts, [`${EXAMPLES}estate.yaml`, `${EXAMPLES}manifests`], "prod");
  await parts.snapshots.refresh();
  pagerduty.deliverTo(`${front.url}/webhooks/pagerduty`);

  async function start(replica: SlackReplica): Promise<void> {
    mkdirSync(replica.folder, { recursive: true });
    const of = {
      DEPMAP_DATA_DIR: replica.folder,
      ...doublesEnvironment(pagerduty, double),
      SLACK_APP_TOKEN: double.appToken,
      SLACK_SIGNING_SECRET: double.signingSecret,
      ...graph,
      ...environment,
    };
    const script = join(import.meta.dirname, "slack-replica-child.ts");
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") };
    const child = fork(script, [JSON.stringify(of)], { env });
    const first = Promise.withResolvers<ReplicaAnswer>();
    child.once("message", (said) => first.resolve(said as ReplicaAnswer));
    child.once("exit", () => first.reject(new Error("a replica ended before it listened")));
    const said = await first.promise;
    if (typeof said !== "object") throw new Error("a replica did not say where it listens");
    replica.url = said.url;
    replica.child = child;
    child.on("exit", () => {
      if (replica.child === child) replica.child = undefined;
    });
    await double.sockets.until(SOCKETS_EACH * alive().length);
  }

  async function isIdle(): Promise<boolean> {
    const answers = await Promise.all(alive().map((one) => ask(one, "idle?")));
    return answers.every((answer) => answer === "yes");
  }

  return {
    double,
    pagerduty,
    front,
    parts,
    replicas,
    start,
    async kill(replica) {
      const { child } = replica;
      if (!child) return;
      replica.child = undefined;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
    async stop(replica) {
      const { child } = replica;
      if (!child) return;
      const ended = once(child, "exit");
      child.send("stop" satisfies ReplicaAsked);
      await ended;
    },
    async leader() {
      for (const began = performance.now(); performance.now() - began < LONGEST_TAKE_OVER_MS;) {
        for (const one of alive()) if ((await ask(one, "leading?")) === "yes") return one;
        await wait(50);
      }
      throw new Error("nobody leads");
    },
    async nudge() {
      await Promise.all(alive().map((one) => ask(one, "nudge")));
    },
    async settled() {
      for (let quiet = 0; quiet < 2;) {
        await pagerduty.rehearsal.settled();
        await double.settled();
        quiet = (await isIdle()) ? quiet + 1 : 0;
      }
    },
    async close() {
      for (const { child } of alive()) {
        if (!child) continue;
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }
      await parts.close();
      await front.close();
      await double.close();
      await pagerduty.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask({ child }: SlackReplica, asked: ReplicaAsked): Promise<ReplicaAnswer> {
  if (!child?.connected) return "no";
  const over = new AbortController();
  const answered = once(child, "message", { signal: over.signal }) as Promise<[ReplicaAnswer]>;
  const ended = once(child, "exit", { signal: over.signal });
  child.send(asked);
  try {
    return await Promise.race([
      answered.then(([answer]) => answer),
      ended.then(() => "no" as const),
    ]);
  } finally {
    answered.catch(() => {});
    ended.catch(() => {});
    over.abort();
  }
}

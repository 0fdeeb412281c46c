import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { randomBytes, randomInt } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import neo4j from "neo4j-driver";
import { borrowNeo4j } from "./borrow-neo4j.ts";
import { findJava, type Java } from "./find-java.ts";
import { neo4jJars } from "./neo4j-jars.ts";
import type { Neo4jLogin, Neo4jServer } from "./running-neo4j.ts";
import { messageOf } from "../../src/model/errors.ts";

export type { Neo4jServer } from "./running-neo4j.ts";

/** The long-term line, which runs on Java 17 and newer, and the current line, which needs 21. */
const LINES = {
  "long-term": { version: "5.26.30", java: 17 },
  current: { version: "2026.08.1", java: 21 },
} as const;

/** Only the quick compiler: nothing lives long enough here to earn back what the thorough one costs. */
const QUICK_START = ["-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

/** What a small server in production is given; a million dependencies fit into its page cache. */
const FULL_SPEED = ["-Xmx2g", "-DcacheMb=2048"];

/** How long a `beforeAll` that starts a server may take: the first time of all, the jars are fetched. */
export const NEO4J_START_MS = 300_000;

/** What kind of server a test wants. */
export interface Neo4jWish {
  readonly version?: keyof typeof LINES;
  /** A server that this process may kill: the one that NEO4J_URI names is not used. */
  readonly own?: boolean;
  /** Compiled as a server is in production, for measurements; without, it starts in half the time. */
  readonly fullSpeed?: boolean;
}

/**
 * A server with an empty database: the one that NEO4J_URI names, or one that is started in some 5 s.
 *
 * When none can be had, it says aloud why, and the answer is undefined.
 */
export async function startNeo4j(wish: Neo4jWish = {}): Promise<Neo4jServer | undefined> {
  const uri = process.env["NEO4J_URI"];
  if (uri && !wish.own && !wish.version) return borrowNeo4j(uri);

  const line = LINES[wish.version ?? "long-term"];
  const java = findJava(line.java);
  if (!java) return missing(line.version, `no JDK ${line.java} or newer found; install one`);
  try {
    const jars = await neo4jJars(line.version);
    return await startFromJars(java, jars, wish.fullSpeed ? FULL_SPEED : QUICK_START);
  } catch (fault) {
    return missing(line.version, `${messageOf(fault)}; is Maven (mvn) installed?`);
  }
}

async function startFromJars(
  java: Java,
  jars: string,
  flags: readonly string[],
): Promise<Neo4jServer> {
  const home = await mkdtemp(join(tmpdir(), "depmap-neo4j-"));
  const port = await freePort();
  const password = randomBytes(12).toString("hex");
  const login = { uri: `bolt://127.0.0.1:${port}`, user: "neo4j", password };
  async function start(): Promise<ChildProcess> {
    const server = await launch(java, jars, flags, { home, port, password });
    await askOnce(login);
    // What its tests would say of it would not tell why.
    server.once("exit", (code, signal) => {
      if (isWanted) process.stderr.write(`the Neo4j server ended by itself: ${signal ?? code}\n`);
    });
    return server;
  }
  let isWanted = true;
  let running = await start();

  return {
    ...login,
    async stop() {
      isWanted = false;
      running.stdin?.end();
      await ended(running);
      await rm(home, { recursive: true, force: true });
    },
    async kill() {
      isWanted = false;
      running.kill("SIGKILL");
      await ended(running);
    },
    async restart() {
      running = await start();
      isWanted = true;
    },
  };
}

async function launch(
  java: Java,
  jars: string,
  flags: readonly string[],
  at: { readonly home: string; readonly port: number; readonly password: string },
): Promise<ChildProcess> {
  const server = spawn(
    java.program,
    [
      ...flags,
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      ...(java.version > 21 ? ["--enable-native-access=ALL-UNNAMED"] : []),
      "-cp",
      join(jars, "*"),
      join(import.meta.dirname, "Neo4jServer.java"),
      at.home,
      String(at.port),
    ],
    { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, NEO4J_PASSWORD: at.password } },
  );
  const said: string[] = [];
  server.stderr.on("data", (piece: Buffer) => said.push(piece.toString()));
  for await (const line of createInterface({ input: server.stdout })) {
    if (line === "ready") {
      server.stdout.resume();
      return server;
    }
    said.push(`${line}\n`);
  }
  throw new Error(`Neo4j did not start: ${said.join("").slice(-2000)}`);
}

/** The first answer of all takes a while: classes are loaded for it. No test is to wait for that. */
async function askOnce(login: Neo4jLogin): Promise<void> {
  const driver = neo4j.driver(login.uri, neo4j.auth.basic(login.user, login.password));
  try {
    await driver.executeQuery("CREATE (n:Warm) DELETE n");
  } finally {
    await driver.close();
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
}

/** Below the ports that systems hand out by themselves, so that nobody gets it between a kill and a restart. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    server.close();
    if (free) return port;
  }
}

function missing(version: string, why: string): undefined {
  process.stderr.write(`no Neo4j ${version} for the tests: ${why}\n`);
}

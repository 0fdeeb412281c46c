import { afterEach, describe, expect, it } from "vitest";
import { createBreaker } from "../../../../src/adapters/graph/neo4j/connection/breaker.ts";
import {
  createNeo4jConnection,
  type Neo4jConnection,
  type Neo4jSettings,
} from "../../../../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { DepmapError } from "../../../../src/model/errors.ts";
import { createSecret } from "../../../../src/model/secret.ts";
import { createBoltDouble, type BoltStep } from "../../../support/bolt-double.ts";
import { createBoltProxy, type BoltProxy } from "../../../support/bolt-proxy.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function connectTo(uri: string, more: Partial<Neo4jSettings> = {}): Neo4jConnection {
  const connection = createNeo4jConnection({
    uri,
    user: "neo4j",
    password: createSecret("hunter2-hunter2"),
    deadlineMs: 150,
    probeEveryMs: 50,
    ...more,
  });
  closers.push(() => connection.close());
  return connection;
}

async function startDouble() {
  const double = await createBoltDouble();
  closers.push(() => double.close());
  return double;
}

async function startProxy() {
  const double = await startDouble();
  const proxy = await createBoltProxy(double.uri);
  closers.push(() => proxy.close());
  return { double, proxy };
}

function one(connection: Neo4jConnection) {
  return connection.read((run) => run("RETURN 1 AS n"));
}

async function faultOf(promised: Promise<unknown>): Promise<DepmapError> {
  const fault: unknown = await promised.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(fault).toBeInstanceOf(DepmapError);
  return fault as DepmapError;
}

/** Asks until the breaker has closed again. */
function untilBack(connection: Neo4jConnection): Promise<void> {
  return expect.poll(() => one(connection).catch(String), { timeout: 8000 }).toEqual([{ n: 1 }]);
}

const AWAY: Readonly<Record<string, (proxy: BoltProxy) => Promise<void> | void>> = {
  "that refuses": (proxy) => proxy.takeAway(),
  "that takes connections and says nothing": (proxy) => proxy.hang(),
  "that is slow": (proxy) => proxy.slow(100),
  "that talks nonsense": (proxy) => proxy.garbage(),
};

describe.each(Object.entries(AWAY))("a server %s", (_name, takeAway) => {
  it("is away for a connection that used it before, and used again when it is back", async () => {
    const { proxy } = await startProxy();
    const connection = connectTo(proxy.uri);
    await untilBack(connection);
    await takeAway(proxy);

    const fault = await faultOf(one(connection));
    await proxy.bringBack();

    expect(fault.code).toBe("graph-store-away");
    await untilBack(connection);
  });

  it("is away for a connection that never used it, and used when it is there", async () => {
    const { proxy } = await startProxy();
    const connection = connectTo(proxy.uri);
    await takeAway(proxy);

    const fault = await faultOf(one(connection));
    await proxy.bringBack();

    expect(fault.code).toBe("graph-store-away");
    expect(fault.message).toContain(proxy.uri);
    await untilBack(connection);
  });

  it("is not asked by 200 calls, once three have failed", async () => {
    const { double, proxy } = await startProxy();
    const connection = connectTo(proxy.uri, { probeEveryMs: 60_000 });
    await takeAway(proxy);
    for (let call = 0; call < 3; call++) await faultOf(one(connection));
    const opened = proxy.opened();

    for (let call = 0; call < 200; call++) await faultOf(one(connection));

    expect(proxy.opened()).toBe(opened);
    expect(double.count("run")).toBe(0);
  });

  it("is asked by few of 200 calls at once", async () => {
    const { proxy } = await startProxy();
    const connection = connectTo(proxy.uri, { probeEveryMs: 60_000 });
    await takeAway(proxy);

    await Promise.all(Array.from({ length: 200 }, () => faultOf(one(connection))));

    expect(proxy.opened()).toBeLessThanOrEqual(50);
  });
});

describe("a server that is silent from one step on", () => {
  const STEPS: readonly BoltStep[] = ["handshake", "hello", "begin", "run", "pull", "commit"];

  it.each(STEPS)("%s: the call ends, and the next driver gets through", async (step) => {
    const double = await startDouble();
    const connection = connectTo(double.uri);
    double.on(step, "hangs");

    const fault = await faultOf(one(connection));
    double.well();

    expect(fault.code).toBe("graph-store-away");
    await untilBack(connection);
  });

  it.each(STEPS)("%s: nonsense in its place is a fault, not a crash", async (step) => {
    const double = await startDouble();
    const connection = connectTo(double.uri);
    double.on(step, "garbage");

    const fault = await faultOf(one(connection));
    double.well();

    expect(fault.code).toBe("graph-store-away");
    await untilBack(connection);
  });

  it.each(STEPS)("%s: hanging up in its place is a fault", async (step) => {
    const double = await startDouble();
    const connection = connectTo(double.uri);
    double.on(step, "hangs up");

    const fault = await faultOf(one(connection));
    double.well();

    expect(fault.code).toBe("graph-store-away");
    await untilBack(connection);
  });
});

it("gives up the sockets of a server that hangs while it is in use", async () => {
  const double = await startDouble();
  const connection = connectTo(double.uri);
  double.on("run", "hangs");
  double.on("reset", "hangs");

  for (let call = 0; call < 3; call++) await faultOf(one(connection));

  await expect.poll(() => double.open()).toBeLessThanOrEqual(1);
});

it("lets a write that waited for others fail without calling the server away", async () => {
  const double = await startDouble();
  const connection = connectTo(double.uri, { probeEveryMs: 60_000 });
  const write = () => connection.write((run) => run("RETURN 1 AS n"));
  double.on("run", "hangs");
  for (let call = 0; call < 5; call++) await faultOf(write());

  double.well();

  expect(await write()).toEqual([{ n: 1 }]);
});

it("is used again at once when a call that was under way gets through after all", () => {
  const breaker = createBreaker({
    probe: () => Promise.reject(new Error("still away")),
    probeEveryMs: 60_000,
    onOpen: () => {},
    pauseAfter: () => undefined,
  });
  for (let call = 0; call < 3; call++) breaker.failed(new DepmapError("graph-store-away", "no"));
  const before = breaker.refusal();

  breaker.succeeded();

  expect(before).toMatchObject({ code: "graph-store-away" });
  expect(breaker.refusal()).toBeUndefined();
  breaker.close();
});

describe("a login that is turned down", () => {
  const UNAUTHORIZED = { failsWith: "Neo.ClientError.Security.Unauthorized" };

  it("names the settings to check, and not the password", async () => {
    const double = await startDouble();
    double.on("hello", UNAUTHORIZED);

    const fault = await faultOf(one(connectTo(double.uri)));

    expect(fault.message).toContain("check NEO4J_USER and NEO4J_PASSWORD");
    expect(JSON.stringify([fault, fault.message, fault.stack])).not.toContain("hunter2");
  });

  it("is tried once, and not again by every probe", async () => {
    const double = await startDouble();
    double.on("hello", UNAUTHORIZED);
    const connection = connectTo(double.uri, { probeEveryMs: 1 });

    for (let call = 0; call < 20; call++) {
      await faultOf(one(connection));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }

    expect(double.count("hello")).toBe(1);
  });
});

describe("a write that the server certainly did not commit", () => {
  const DEADLOCK = { failsWith: "Neo.TransientError.Transaction.DeadlockDetected" };

  it.each(["run", "commit"] as const)("is done again after a deadlock at %s", async (step) => {
    const double = await startDouble();
    double.on(step, DEADLOCK, 2);

    const rows = await connectTo(double.uri).write((run) => run("RETURN 1 AS n"));

    expect(rows).toEqual([{ n: 1 }]);
    expect(double.count("begin")).toBe(3);
  });

  it("is given up in the end", async () => {
    const double = await startDouble();
    double.on("run", DEADLOCK);

    const fault = await faultOf(connectTo(double.uri).write((run) => run("RETURN 1 AS n")));

    expect(fault.message).toContain("DeadlockDetected");
    expect(double.count("begin")).toBe(4);
  });
});

it("does a write once when the reply to its commit is lost, and says that it cannot know", async () => {
  const double = await startDouble();
  double.on("commit", "hangs up", 1);

  const fault = await faultOf(connectTo(double.uri).write((run) => run("RETURN 1 AS n")));

  expect(fault.code).toBe("graph-store-away");
  expect(double.count("commit")).toBe(1);
});

it("passes on what the work itself throws, and takes the transaction back", async () => {
  const double = await startDouble();
  const own = new Error("the work's own");

  const thrown = connectTo(double.uri).write(() => Promise.reject(own));

  await expect(thrown).rejects.toBe(own);
  expect(double.count("commit")).toBe(0);
});

it.each(["", "http://graph:7687", "bolt://", "bolt://neo4j:hunter2@graph:7687"])(
  "refuses the address '%s' at once, without repeating it",
  (uri) => {
    const connect = () => connectTo(uri);

    expect(connect).toThrow(expect.objectContaining({ code: "bad-config" }));
    expect(connect).not.toThrow(/hunter2/);
  },
);

import { afterAll, afterEach, describe, expect, it } from "vitest";
import {
  createNeo4jConnection,
  type Neo4jConnection,
  type Run,
} from "../../../../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createSecret } from "../../../../src/model/secret.ts";
import { createBoltProxy } from "../../../support/bolt-proxy.ts";
import { startNeo4j } from "../../../support/neo4j-server.ts";

const server = await startNeo4j({ own: true });

describe.skipIf(!server)("a connection to a real server", () => {
  if (!server) return;
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });
  afterAll(() => server.stop());

  function connectTo(uri: string, password = server?.password ?? ""): Neo4jConnection {
    const connection = createNeo4jConnection({
      uri,
      user: "neo4j",
      password: createSecret(password),
      deadlineMs: 10_000,
      probeEveryMs: 100,
    });
    closers.push(() => connection.close());
    return connection;
  }

  const connect = () => connectTo(server.uri);

  function countOf(connection: Neo4jConnection, key: string): Promise<unknown> {
    return connection.read((run) =>
      run("MATCH (n:Mark {key: $key}) RETURN count(n) AS n", { key }),
    );
  }

  async function proxied() {
    const proxy = await createBoltProxy(server?.uri ?? "");
    closers.push(() => proxy.close());
    return { proxy, connection: connectTo(proxy.uri) };
  }

  it("gives plain values, and keeps whole numbers whole", async () => {
    const parameters = { whole: 1_763_000_000_000, part: 0.5, list: [1, "a"], none: undefined };

    const rows = await connect().write((run) =>
      run(
        `CREATE (n:Plain {whole: $whole})-[r:OF {part: $part}]->(n)
         RETURN n, r, $list AS list, $none AS none, {of: [n.whole]} AS map,
                valueType(n.whole) AS type, date('2026-11-21') AS day`,
        parameters,
      ),
    );

    expect(rows).toEqual([
      {
        n: { whole: 1_763_000_000_000 },
        r: { part: 0.5 },
        list: [1, "a"],
        none: undefined,
        map: { of: [1_763_000_000_000] },
        type: "INTEGER NOT NULL",
        day: "2026-11-21",
      },
    ]);
  });

  it("reads in a transaction that may not write", async () => {
    const written = connect().read((run) => run("CREATE (:Mark {key: 'read'})"));

    await expect(written).rejects.toThrow(/read access mode/);
    expect(await countOf(connect(), "read")).toEqual([{ n: 0 }]);
  });

  it("takes back what a transaction wrote before its work threw", async () => {
    const connection = connect();
    const work = connection.write(async (run) => {
      await run("CREATE (:Mark {key: 'thrown'})");
      throw new Error("changed its mind");
    });

    await expect(work).rejects.toThrow("changed its mind");
    expect(await countOf(connection, "thrown")).toEqual([{ n: 0 }]);
  });

  it("passes on what the server has against a statement, and goes on", async () => {
    const connection = connect();

    const asked = connection.read((run) => run("MATCH (n RETURN n"));

    await expect(asked).rejects.toMatchObject({ code: "Neo.ClientError.Statement.SyntaxError" });
    expect(await countOf(connection, "none")).toEqual([{ n: 0 }]);
  });

  it("reads what it wrote, by way of a cluster's address as well", async () => {
    const connection = connectTo(server.uri.replace("bolt:", "neo4j:"));

    await connection.write((run) => run("CREATE (:Mark {key: 'routed'})"));

    expect(await countOf(connection, "routed")).toEqual([{ n: 1 }]);
  });

  it("says plainly that the login is wrong", async () => {
    const asked = connectTo(server.uri, "not the password").read((run) => run("RETURN 1"));

    await expect(asked).rejects.toThrow("check NEO4J_USER and NEO4J_PASSWORD");
  });

  it("rejects when the reply to a commit is lost; the write was done, once", async () => {
    const { proxy, connection } = await proxied();
    proxy.cutNextCommit();

    const written = connection.write((run) => run("CREATE (:Mark {key: 'cut'})"));

    await expect(written).rejects.toMatchObject({ code: "graph-store-away" });
    expect(proxy.cuts()).toBe(1);
    expect(await countOf(connect(), "cut")).toEqual([{ n: 1 }]);
  });

  it("settles a deadlock of two writers by doing one again", async () => {
    const connection = connect();
    await connection.write((run) => run("CREATE (:Mark {key: 'left'}), (:Mark {key: 'right'})"));
    const touch = (run: Run, key: string) =>
      run("MATCH (n:Mark {key: $key}) SET n.times = coalesce(n.times, 0) + 1", { key });
    const inOrder = (first: string, second: string) =>
      connection.write(async (run) => {
        await touch(run, first);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await touch(run, second);
      });

    await Promise.all([inOrder("left", "right"), inOrder("right", "left")]);

    const times = await connection.read((run) =>
      run("MATCH (n:Mark) WHERE n.key IN ['left', 'right'] RETURN n.times AS times"),
    );
    expect(times).toEqual([{ times: 2 }, { times: 2 }]);
  });

  it("goes on with a server that hung and came back", async () => {
    const { proxy } = await proxied();
    const hasty = createNeo4jConnection({
      ...server,
      uri: proxy.uri,
      password: createSecret(server.password),
      deadlineMs: 1_000,
      probeEveryMs: 100,
    });
    closers.push(() => hasty.close());
    proxy.hang();

    const asked = hasty.read((run) => run("RETURN 1 AS n"));
    await expect(asked).rejects.toMatchObject({ code: "graph-store-away" });
    await proxy.bringBack();

    const again = () => hasty.read((run) => run("RETURN 1 AS n")).catch(String);
    await expect.poll(again, { timeout: 20_000 }).toEqual([{ n: 1 }]);
  }, 30_000);

  it("finds a server again that was killed and started, and what was committed", async () => {
    const connection = connect();
    await connection.write((run) => run("CREATE (:Mark {key: 'before the kill'})"));

    await server.kill();
    const away = countOf(connection, "before the kill");
    await expect(away).rejects.toMatchObject({ code: "graph-store-away" });
    await server.restart();

    const again = () => countOf(connection, "before the kill").catch(String);
    await expect.poll(again, { timeout: 20_000 }).toEqual([{ n: 1 }]);
  }, 120_000);
});

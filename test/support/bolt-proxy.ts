import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Stands between depmap and a Neo4j server, and is away in every way that a server can be. */
export interface BoltProxy {
  readonly uri: string;
  /** Cuts every connection, and refuses new ones. */
  takeAway(): Promise<void>;
  /** Takes connections and says nothing; those that are open freeze, and go on after `bringBack`. */
  hang(): void;
  /** Everything takes this much longer, each way. */
  slow(ms: number): void;
  /** Answers nonsense instead of what the server says. */
  garbage(): void;
  /** The server as it is. */
  bringBack(): Promise<void>;
  /** Lets the next commits through to the server, and cuts the connection when it has answered, in place of its reply. */
  cutNextCommit(times?: number): void;
  /** How many commits were cut so far. */
  cuts(): number;
  /** How many connections were opened so far. */
  opened(): number;
  /** How many are open now. */
  open(): number;
  close(): Promise<void>;
}

type Mode = "pass" | "hang" | "slow" | "garbage";

/** A chunk of two bytes with the message COMMIT (a structure without fields, signature 0x12), and the end of the message. */
const COMMIT = Buffer.from("0002b0120000", "hex");
const NONSENSE = Buffer.from("HTTP/1.1 418 nonsense\r\n\r\n\u0000\u00ff\u0007".repeat(20));

/** A proxy on a free port of this machine, in front of the server at `target` (a `bolt://` address). */
export async function createBoltProxy(target: string): Promise<BoltProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const upstreams = new Map<Socket, Socket>();
  let mode: Mode = "pass";
  let slowMs = 0;
  let opened = 0;
  let toCut = 0;
  let cuts = 0;

  const server = createServer((client) => {
    opened += 1;
    const upstream = connect(Number(targetPort), hostname);
    let isCommitSent = false;
    let tail = Buffer.alloc(0);
    join(client, upstream);

    client.on("data", (piece: Buffer) => {
      if (mode === "garbage") return client.write(NONSENSE);
      tail = Buffer.concat([tail, piece]).subarray(-(piece.length + COMMIT.length - 1));
      if (toCut > 0 && tail.includes(COMMIT)) {
        toCut -= 1;
        isCommitSent = true;
      }
      return pass(piece, upstream);
    });
    upstream.on("data", (piece: Buffer) => {
      if (mode === "garbage") return client.write(NONSENSE);
      if (!isCommitSent) return pass(piece, client);
      cuts += 1;
      return client.destroy();
    });
    if (mode === "hang") freeze(client, upstream);
  });

  function join(client: Socket, upstream: Socket): void {
    upstreams.set(client.setNoDelay(true), upstream.setNoDelay(true));
    client.on("error", () => client.destroy());
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => {
      upstreams.delete(client);
      upstream.destroy();
    });
  }

  function pass(piece: Buffer, receiver: Socket): void {
    if (mode === "slow") setTimeout(() => receiver.writable && receiver.write(piece), slowMs);
    else receiver.write(piece);
  }

  async function listen(port: number): Promise<void> {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  }

  function cutAll(): void {
    for (const client of upstreams.keys()) client.destroy();
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    uri: `bolt://127.0.0.1:${port}`,
    async takeAway() {
      const closed = once(server, "close");
      server.close();
      cutAll();
      await closed;
    },
    hang() {
      mode = "hang";
      for (const [client, upstream] of upstreams) freeze(client, upstream);
    },
    slow(ms) {
      mode = "slow";
      slowMs = ms;
    },
    garbage() {
      mode = "garbage";
    },
    async bringBack() {
      mode = "pass";
      for (const [client, upstream] of upstreams) {
        client.resume();
        upstream.resume();
      }
      if (!server.listening) await listen(port);
    },
    cutNextCommit(times = 1) {
      toCut += times;
    },
    cuts: () => cuts,
    opened: () => opened,
    open: () => upstreams.size,
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      cutAll();
      await closed;
    },
  };
}

function freeze(client: Socket, upstream: Socket): void {
  client.pause();
  upstream.pause();
}

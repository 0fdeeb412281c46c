import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";

/** The steps of Bolt 4.4 that the double knows, by the signature of their message. */
const STEPS = {
  0x01: "hello",
  0x11: "begin",
  0x10: "run",
  0x3f: "pull",
  0x12: "commit",
  0x13: "rollback",
  0x0f: "reset",
} as const;
const GOODBYE = 0x02;

/** What the client is about. */
export type BoltStep = (typeof STEPS)[keyof typeof STEPS] | "handshake";

/**
 * How the double answers a step: as a server does, not at all (and nothing after it on that connection, up to a reset),
 * with nonsense, by hanging up, or with a failure.
 */
type BoltMood = "well" | "hangs" | "garbage" | "hangs up" | { readonly failsWith: string };

/** A server that speaks Bolt and knows nothing: every statement answers one row, `n: 1`. For faults without a Neo4j. */
export interface BoltDouble {
  readonly uri: string;
  /** How it takes this step from now on; `times` of them only, when given. */
  on(step: BoltStep, mood: BoltMood, times?: number): void;
  /** Answers everything well again. */
  well(): void;
  /** How often a step was asked for. */
  count(step: BoltStep): number;
  opened(): number;
  open(): number;
  close(): Promise<void>;
}

/** Starts one on a free port of this machine. */
export async function createBoltDouble(): Promise<BoltDouble> {
  const sockets = new Set<Socket>();
  const moods = new Map<BoltStep, { mood: BoltMood; left: number }>();
  const counts = new Map<BoltStep, number>();
  let opened = 0;

  function moodOf(step: BoltStep): BoltMood {
    counts.set(step, (counts.get(step) ?? 0) + 1);
    const entry = moods.get(step);
    if (!entry || entry.left === 0) return "well";
    entry.left -= 1;
    return entry.mood;
  }

  /** How many replies each connection is still owed. */
  const owed = new WeakMap<Socket, number>();

  function answer(socket: Socket, step: BoltStep, well: Buffer): void {
    const mood = moodOf(step);
    const before = owed.get(socket) ?? 0;
    if (mood === "hangs" || (before > 0 && step !== "reset")) {
      owed.set(socket, before + 1);
      return;
    }
    for (let reply = 0; reply < before; reply++) socket.write(IGNORED);
    owed.delete(socket);
    if (mood === "hangs up") socket.destroy();
    else if (mood === "garbage")
      socket.write(Buffer.from("\u0000\u0005nonsense, not Bolt\u0000\u0000"));
    else socket.write(mood === "well" ? well : failure(mood.failsWith));
  }

  const server = createServer((socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    void serve(socket).catch(() => socket.destroy());
  }).listen(0, "127.0.0.1");

  async function serve(socket: Socket): Promise<void> {
    const take = reader(socket);
    await take(20);
    answer(socket, "handshake", Buffer.from([0, 0, 4, 4]));
    for (;;) {
      const signature = (await message(take))[1] ?? GOODBYE;
      if (signature === GOODBYE) return void socket.end();
      const step = STEPS[signature as keyof typeof STEPS];
      if (step) answer(socket, step, REPLIES[step] ?? success({}));
      else socket.write(success({}));
    }
  }

  await once(server, "listening");
  return {
    uri: `bolt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    on: (step, mood, times = Infinity) => void moods.set(step, { mood, left: times }),
    well: () => moods.clear(),
    count: (step) => counts.get(step) ?? 0,
    opened: () => opened,
    open: () => sockets.size,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

type Take = (length: number) => Promise<Buffer>;

/** Bytes in order, as many as asked for. */
function reader(socket: Socket): Take {
  const pieces = socket.iterator({ destroyOnReturn: false });
  let left = Buffer.alloc(0);
  return async (length) => {
    while (left.length < length) {
      const piece = await pieces.next();
      if (piece.done) throw new Error("the client is gone");
      left = Buffer.concat([left, piece.value as Buffer]);
    }
    const taken = left.subarray(0, length);
    left = left.subarray(length);
    return taken;
  };
}

/** A message is chunks, each behind its length, up to an empty one. */
async function message(take: Take): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (;;) {
    const length = (await take(2)).readUInt16BE(0);
    if (length > 0) chunks.push(await take(length));
    else if (chunks.length > 0) return Buffer.concat(chunks);
  }
}

type Packed = string | number | readonly Packed[] | { readonly [name: string]: Packed };

/** PackStream, as much of it as the replies need: short texts, small numbers, short lists and maps. */
function pack(value: Packed): Buffer {
  if (typeof value === "number") return Buffer.from([value]);
  if (typeof value === "string") {
    const text = Buffer.from(value);
    return Buffer.concat([Buffer.from([0xd0, text.length]), text]);
  }
  if (Array.isArray(value)) {
    return Buffer.concat([Buffer.from([0x90 | value.length]), ...value.map(pack)]);
  }
  const entries = Object.entries(value);
  const packed = entries.flatMap(([name, one]) => [pack(name), pack(one)]);
  return Buffer.concat([Buffer.from([0xa0 | entries.length]), ...packed]);
}

function framed(signature: number, field: Packed): Buffer {
  const body = Buffer.concat([Buffer.from([0xb1, signature]), pack(field)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([length, body, Buffer.from([0, 0])]);
}

function success(about: Packed): Buffer {
  return framed(0x70, about);
}

function failure(code: string): Buffer {
  return framed(0x7f, { code, message: "as the test wants it" });
}

/** In place of what a reset left unanswered. */
const IGNORED = Buffer.from("0002b07e0000", "hex");

const REPLIES: Partial<Record<BoltStep, Buffer>> = {
  hello: success({ server: "Neo4j/4.4.0", connection_id: "bolt-1" }),
  run: success({ fields: ["n"], t_first: 0 }),
  pull: Buffer.concat([framed(0x71, [1]), success({ type: "r", t_last: 0, db: "neo4j" })]),
  commit: success({ bookmark: "double:1" }),
};

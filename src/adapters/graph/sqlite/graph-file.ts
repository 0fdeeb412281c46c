import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { DepmapError } from "../../../model/errors.ts";
import { away, awayError, isBusy } from "./away-error.ts";
import { Connection } from "./connection.ts";

/** The database file, opened when it is needed and opened again after a fault. */
export interface GraphFile {
  /** Runs `work` in a transaction of its own; whoever writes next waits. All of it is on disk, or nothing. */
  write<Result>(work: (connection: Connection) => Promise<Result> | Result): Promise<Result>;
  /** Runs a short look-up; it sees what is committed. */
  read<Result>(look: (connection: Connection) => Result): Promise<Result>;
  /** Runs a long reading that sees one moment throughout, beside all that is written meanwhile. */
  readMoment<Result>(look: (connection: Connection) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** How long a write waits while another process holds the file. */
const PATIENCE_MS = 15_000;

interface Opened {
  readonly inode: number;
  readonly writer: Connection;
  readonly reader: Connection;
}

/** Looks after one file. `prepare` runs in a transaction each time the file is opened. */
export function createGraphFile(
  path: string,
  prepare: (connection: Connection) => Promise<void>,
): GraphFile {
  let opened: Opened | undefined;
  let seenBefore = false;
  let closed = false;
  let queue: Promise<unknown> = Promise.resolve();

  function connect(): Connection {
    // Short, because it stops the whole process; the long waits are in `patiently`.
    const database = new DatabaseSync(path, { timeout: 50, enableForeignKeyConstraints: true });
    try {
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    } catch (cause) {
      database.close();
      throw cause;
    }
    return new Connection(database);
  }

  /** A file that was deleted or replaced under us would take writes into nowhere. */
  function inodeNow(): number | undefined {
    return statSync(path, { throwIfNoEntry: false })?.ino;
  }

  function letGo(): void {
    opened?.writer.close();
    opened?.reader.close();
    opened = undefined;
  }

  async function open(): Promise<Opened> {
    if (closed) throw away(path, "this store was closed");
    const inode = inodeNow();
    if (opened && opened.inode === inode) return opened;
    letGo();
    if (inode === undefined && seenBefore) {
      throw away(path, "it is gone; put it back, or restart depmap to begin an empty one");
    }
    mkdirSync(dirname(path), { recursive: true });
    const writer = await patiently(connect);
    try {
      await inTransaction(writer, prepare);
      opened = { inode: inodeNow() ?? 0, writer, reader: connect() };
    } catch (cause) {
      writer.close();
      throw cause;
    }
    seenBefore = true;
    return opened;
  }

  function inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    const turn = queue.then(async () => {
      try {
        return await step();
      } catch (cause) {
        const fault = awayError(path, cause);
        if (fault instanceof DepmapError && fault.code === "graph-store-away") letGo();
        throw fault;
      }
    });
    queue = turn.catch(() => undefined);
    return turn;
  }

  /** Only opening and writing wait for their turn: a look-up never stands behind a long import. */
  async function openNow(): Promise<Opened> {
    return opened && !closed && opened.inode === inodeNow() ? opened : inTurn(open);
  }

  async function looking<Result>(look: () => Promise<Result>): Promise<Result> {
    try {
      return await look();
    } catch (cause) {
      throw awayError(path, cause);
    }
  }

  return {
    write: (work) =>
      inTurn(async () => {
        const { writer, inode } = await open();
        const result = await inTransaction(writer, work);
        if (inodeNow() !== inode) throw away(path, "it went away during a write; put it back");
        return result;
      }),
    read: (look) => looking(async () => look((await openNow()).reader)),
    readMoment: (look) =>
      looking(async () => {
        await openNow();
        const connection = await patiently(connect);
        try {
          connection.run("BEGIN");
          return await look(connection);
        } finally {
          connection.close();
        }
      }),
    async close() {
      await queue;
      letGo();
      closed = true;
    },
  };
}

async function inTransaction<Result>(
  connection: Connection,
  work: (connection: Connection) => Promise<Result> | Result,
): Promise<Result> {
  await patiently(() => connection.run("BEGIN IMMEDIATE"));
  try {
    const result = await work(connection);
    connection.run("COMMIT");
    return result;
  } catch (cause) {
    connection.rollBack();
    throw cause;
  }
}

/** Tries again while another process holds the file, without stopping this one. */
async function patiently<Result>(step: () => Result): Promise<Result> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return step();
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > deadline) throw cause;
    }
    await sleep(5 + Math.random() * 20);
  }
}

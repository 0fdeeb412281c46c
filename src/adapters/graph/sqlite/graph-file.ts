import { mkdirSync, rmSync, statSync } from "node:fs";
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
  readonly logInode: number | undefined;
  readonly writer: Connection;
  readonly reader: Connection;
}

/** Looks after one file. `prepare` runs in a transaction each time the file is opened. */
export function createGraphFile(
  path: string,
  prepare: (connection: Connection) => Promise<void>,
): GraphFile {
  let opened: Opened | undefined;
  let before: Opened | undefined;
  let closed = false;
  let queue: Promise<unknown> = Promise.resolve();

  function connect(): Connection {
    // Short, because it stops the whole process; the long waits are in `patiently`.
    const database = new DatabaseSync(path, { timeout: 50, enableForeignKeyConstraints: true });
    try {
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        PRAGMA journal_size_limit = 64000000`);
    } catch (cause) {
      database.close();
      throw cause;
    }
    return new Connection(database);
  }

  function letGo(): void {
    opened?.writer.close();
    opened?.reader.close();
    opened = undefined;
  }

  async function open(): Promise<Opened> {
    if (closed) throw away(path, "this store was closed");
    const inode = inodeOf(path);
    if (opened && opened.inode === inode) return opened;
    letGo();
    if (inode === undefined && before) {
      throw away(path, "it is gone; put it back, or restart depmap to begin an empty one");
    }
    mkdirSync(dirname(path), { recursive: true });
    if (before && before.inode !== inode) dropLogOf(path, before);
    const writer = await patiently(connect);
    try {
      // 64 MB, because with the usual 2 a large import reads its pages again and again.
      writer.database.exec("PRAGMA cache_size = -64000");
      await inTransaction(writer, prepare);
      const reader = connect();
      opened = { inode: inodeOf(path) ?? 0, logInode: inodeOf(`${path}-wal`), writer, reader };
    } catch (cause) {
      writer.close();
      throw cause;
    }
    before = opened;
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
    return opened && !closed && opened.inode === inodeOf(path) ? opened : inTurn(open);
  }

  async function looking<Result>(look: () => Promise<Result>): Promise<Result> {
    try {
      return await look();
    } catch (cause) {
      const fault = awayError(path, cause);
      // A handle that met a fault may go on failing when the file is well again: the next call opens anew.
      if (fault !== cause) await inTurn(async () => letGo());
      throw fault;
    }
  }

  return {
    write: (work) =>
      inTurn(async () => {
        const { writer, inode } = await open();
        const result = await inTransaction(writer, work);
        if (inodeOf(path) !== inode) throw away(path, "it went away during a write; put it back");
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

/** A file that was deleted or replaced under us would take writes into nowhere. */
function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/** The write-ahead log of a file that was replaced would be played into its successor, and damage it. */
function dropLogOf(path: string, before: Opened): void {
  if (inodeOf(`${path}-wal`) !== before.logInode) return;
  rmSync(`${path}-wal`, { force: true });
  rmSync(`${path}-shm`, { force: true });
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

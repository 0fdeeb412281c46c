import { setTimeout as wait } from "node:timers/promises";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import { openJournalFile, type JournalFile } from "./journal-file.ts";

/** Reads and writes of one file, the writes many to a commit. */
export interface GroupCommit {
  /** Runs `work` in the next shared transaction; resolves with its answer once that is on disk. */
  write<Answer>(work: (file: JournalFile) => Answer): Promise<Answer>;
  read<Answer>(work: (file: JournalFile) => Answer): Promise<Answer>;
  /** Commits what waits, and closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  readonly work: (file: JournalFile) => unknown;
  readonly resolve: (answer: never) => void;
  readonly reject: (fault: unknown) => void;
}

/** How long a lock that somebody else holds is waited for. Under PagerDuty's five seconds for the whole webhook. */
const PATIENCE_MS = 2000;
const PAUSE_MS = 20;
const BUSY = new Set([5, 6]);
const FULL = 13;

/**
 * Collects the writes of one turn of the event loop into one transaction with one fsync.
 *
 * Either all of them are on disk when they resolve, or all reject with `journal-away`. After a fault the file is
 * opened anew at the next call, so a disk that comes back needs no restart. `mark` goes into the first transaction
 * of every connection: its fsync also covers what a killed process before us had written but perhaps not synced,
 * and without it "known already" could speak of something that a power cut still takes away.
 */
export function createGroupCommit(path: string, mark: (file: JournalFile) => void): GroupCommit {
  let file: JournalFile | undefined;
  let marked = false;
  let closed = false;
  let waiting: Waiting[] = [];
  let committing: Promise<void> = Promise.resolve();

  function opened(): JournalFile {
    if (closed) throw new Error("the journal is closed");
    file ??= openJournalFile(path);
    return file;
  }

  function letGo(fault: unknown): void {
    // A full disk says nothing against the connection, and reading goes on.
    if (!file || codeOf(fault) === FULL || BUSY.has(codeOf(fault))) return;
    const broken = file;
    file = undefined;
    marked = false;
    try {
      broken.close();
    } catch {
      // It is being dropped because it does not work.
    }
  }

  function commitOnce(group: readonly Waiting[]): (() => void)[] {
    const current = opened();
    const settle: (() => void)[] = [];
    current.begin();
    try {
      if (!marked) mark(current);
      for (const { work, resolve, reject } of group) {
        try {
          const answer = work(current) as never;
          settle.push(() => resolve(answer));
        } catch (fault) {
          if (codeOf(fault) !== 0) throw fault;
          // Not the disk's fault but this caller's: the others need not suffer.
          settle.push(() => reject(fault));
        }
      }
      current.commit();
      marked = true;
      return settle;
    } catch (fault) {
      current.rollback();
      throw fault;
    }
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    try {
      const settle = await patiently(() => commitOnce(group), letGo);
      for (const tell of settle) tell();
    } catch (fault) {
      for (const { reject } of group) reject(away(path, fault));
    }
  }

  function commitWaiting(): void {
    committing = committing.then(() => {
      const group = waiting;
      waiting = [];
      return commit(group);
    });
  }

  return {
    write(work) {
      return new Promise((resolve, reject) => {
        waiting.push({ work, resolve: resolve as Waiting["resolve"], reject });
        if (waiting.length === 1) setImmediate(commitWaiting);
      });
    },
    async read(work) {
      try {
        return await patiently(() => work(opened()), letGo);
      } catch (fault) {
        throw away(path, fault);
      }
    },
    async close() {
      if (waiting.length > 0) commitWaiting();
      await committing;
      closed = true;
      file?.close();
      file = undefined;
    },
  };
}

/** Tries again while somebody else holds the lock, without stopping the process meanwhile. */
async function patiently<Answer>(
  attempt: () => Answer,
  letGo: (fault: unknown) => void,
): Promise<Answer> {
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    try {
      return attempt();
    } catch (fault) {
      letGo(fault);
      if (!BUSY.has(codeOf(fault)) || waitedMs >= PATIENCE_MS) throw fault;
      await wait(PAUSE_MS);
    }
  }
}

/** SQLite's primary result code; 0 for what SQLite did not throw. */
function codeOf(fault: unknown): number {
  const { errcode } = fault as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : 0;
}

function away(path: string, cause: unknown): DepmapError {
  const words = `cannot use the journal at ${path}: ${messageOf(cause)}`;
  const step = "check that the disk has room and that the file can be written; it is tried again";
  return new DepmapError("journal-away", `${words}; ${step}`, { cause });
}

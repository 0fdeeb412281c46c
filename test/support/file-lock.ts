import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Waits until no other process holds the lock, and takes it; the answer gives it back.
 *
 * SQLite holds it, so the system lets go of it when the process is killed: there are no stale locks.
 */
export async function takeFileLock(path: string): Promise<() => void> {
  mkdirSync(dirname(path), { recursive: true });
  const file = new DatabaseSync(path, { timeout: 0 });
  while (!tookIt(file)) await wait(100);
  return () => file.close();
}

function tookIt(file: DatabaseSync): boolean {
  try {
    file.exec("BEGIN EXCLUSIVE");
    return true;
  } catch {
    // Busy: somebody else has it.
    return false;
  }
}

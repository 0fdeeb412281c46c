import type { GroupCommit } from "./group-commit.ts";

/** How many rows are changed in one transaction. */
const PIECE = 250;

/**
 * Runs a change of at most `LIMIT ?` rows older than `?` until none is left, and gives how many there were.
 *
 * A piece at a time, so that what comes in meanwhile waits for one piece at most.
 */
export async function inPieces(
  commits: GroupCommit,
  change: string,
  before: number,
): Promise<number> {
  for (let all = 0; ;) {
    const { changes } = await commits.write((file) => file.sql(change).run(before, PIECE));
    all += Number(changes);
    if (Number(changes) < PIECE) return all;
  }
}

import type { Session } from "neo4j-driver";
import type { Allowance } from "./allowance.ts";
import { within } from "./deadline.ts";
import { TooLate } from "./neo4j-fault.ts";
import { parameterValue, plainValue } from "./plain-value.ts";

/** One row of an answer, by name; integers are numbers, nothing is a driver's own type. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement in the open transaction. Values go in as parameters only. */
export type Run = (
  cypher: string,
  parameters?: Readonly<Record<string, unknown>>,
) => Promise<readonly Row[]>;

/** How a transaction went, for whoever decides what comes next. */
export interface Course {
  /** What the first step that failed said. */
  fault?: unknown;
  /** From here on the server may have committed. */
  isCommitSent: boolean;
  /** Whether the server answered when the session was closed; set with the end of the transaction. */
  isAlive?: Promise<boolean>;
}

/**
 * Does the work in one transaction and commits it. What goes wrong in a step is noted in `course`; the session is the
 * caller's to close.
 */
export async function runTransaction<Result>(
  session: Session,
  work: (run: Run) => Promise<Result>,
  allowance: Allowance,
  course: Course,
): Promise<Result> {
  async function step<Answer>(name: string, ms: number, ask: () => PromiseLike<Answer>) {
    try {
      return await within(ask(), ms, () => new TooLate(name, ms));
    } catch (fault) {
      course.fault ??= fault;
      throw fault;
    }
  }

  const transaction = await step("the begin of a transaction", allowance.beginMs(), () =>
    session.beginTransaction({ timeout: allowance.serverMs }),
  );
  const result = await work(async (cypher, parameters = {}) => {
    const answer = await step("a statement", allowance.stepMs(), () =>
      // oxlint-disable-next-line depmap/cypher-is-constant -- the one place that passes on what the others wrote
      transaction.run(cypher, parameterValue(parameters) as object),
    );
    return answer.records.map((record) => {
      const row: Record<string, unknown> = {};
      for (const name of record.keys) row[String(name)] = plainValue(record.get(name));
      return row;
    });
  });
  course.isCommitSent = true;
  await step("a commit", allowance.stepMs(), () => transaction.commit());
  return result;
}

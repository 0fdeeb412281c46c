import { setTimeout as wait } from "node:timers/promises";
import { DepmapError } from "../../../../model/errors.ts";
import { eachStep, inAll, type Allowance } from "./allowance.ts";
import { createBreaker } from "./breaker.ts";
import { within } from "./deadline.ts";
import { createDriverKeeper, type Held } from "./driver-keeper.ts";
import { neo4jAddress } from "./neo4j-address.ts";
import { awayError, isLoginFault, mayRunAgain, TooLate } from "./neo4j-fault.ts";
import type { Neo4jSettings } from "./neo4j-settings.ts";
import { runTransaction, type Course, type Run } from "./run-transaction.ts";

export type { Neo4jSettings } from "./neo4j-settings.ts";
export type { Row, Run } from "./run-transaction.ts";

/**
 * How long one step (a statement, a commit) may take before the server counts as hung. Getting in is never given more
 * than the connection's own deadline: a server that is there answers that at once.
 */
export interface Patience {
  readonly stepMs: number;
}

/** Transactions on a Neo4j server that may be away at any moment. */
export interface Neo4jConnection {
  /**
   * A read transaction (access mode READ, bookmarks of this connection's own writes). Without patience, the whole of it
   * has the deadline of one step: somebody waits for the answer, and there is the snapshot.
   */
  read<Result>(work: (run: Run) => Promise<Result>, patience?: Patience): Promise<Result>;
  /**
   * A write transaction; run again only on faults after which the server certainly did not commit (deadlock, leader
   * change, …). A lost COMMIT reply rejects with graph-store-away: the caller calls again, writes are idempotent.
   */
  write<Result>(work: (run: Run) => Promise<Result>, patience?: Patience): Promise<Result>;
  close(): Promise<void>;
}

/** Short work that a fault may end without harm is done this often, in all. */
const TRIES = 4;
const LONGEST_PAUSE_MS = 50;
/** A server locks an account for a while after some failed logins; then it must not be asked meanwhile. */
const LOGIN_PAUSE_MS = 60_000;

type Mode = "READ" | "WRITE";
type Work<Result> = (run: Run) => Promise<Result>;

/**
 * A connection that rejects soon rather than hangs: with `graph-store-away` when the server cannot be used, at once
 * while that is known. What the server has against a statement comes as the driver's own error.
 *
 * Opens no socket yet: the first call does. Throws `bad-config` for an address that is none.
 */
export function createNeo4jConnection(settings: Neo4jSettings): Neo4jConnection {
  const { user, database, deadlineMs = 800, probeEveryMs = 5_000 } = settings;
  const address = neo4jAddress(settings.uri);
  const keeper = createDriverKeeper(settings, address, deadlineMs);
  const breaker = createBreaker({
    probe: () => once("READ", (run) => run("RETURN 1"), inAll(deadlineMs), newCourse()),
    probeEveryMs,
    pauseAfter: loginPauseMs,
    onOpen: () => keeper.drop(keeper.current()),
  });

  async function transact<Result>(mode: Mode, work: Work<Result>, patience?: Patience) {
    for (let tries = 1; ; tries += 1) {
      const refusal = breaker.refusal();
      if (refusal) throw refusal;

      const course = newCourse();
      try {
        const result = await once(mode, work, allowanceOf(mode, patience), course);
        breaker.succeeded();
        return result;
      } catch (thrown) {
        if (course.fault === undefined) throw thrown;
        if (tries === TRIES || !mayRunAgain(course.fault, course.isCommitSent)) {
          void count(mode, course);
          // What the work made of the fault is what it wants to say.
          throw thrown === course.fault ? awayError(address.shown, user, thrown) : thrown;
        }
      }
      await wait(Math.random() * LONGEST_PAUSE_MS * tries);
    }
  }

  /** One transaction on the driver in use. */
  async function once<Result>(
    mode: Mode,
    work: Work<Result>,
    allowance: Allowance,
    course: Course,
  ): Promise<Result> {
    const held = await keeper.take().catch((fault: unknown) => {
      course.fault = fault;
      throw fault;
    });
    const session = held.driver.session({
      defaultAccessMode: mode,
      bookmarkManager: held.bookmarks,
      ...(database ? { database } : {}),
    });
    try {
      return await runTransaction(session, work, allowance, course);
    } finally {
      if (course.fault instanceof TooLate) keeper.suspect();
      course.isAlive = endSession(held, session.close());
    }
  }

  /** A session that cannot even be closed belongs to a server that hangs, and with it all of its driver. */
  async function endSession(held: Held, closed: Promise<void>): Promise<boolean> {
    try {
      await within(closed, deadlineMs, () => new TooLate("a reset", deadlineMs));
      return true;
    } catch {
      // That it did not end is the answer.
      keeper.drop(held);
      return false;
    }
  }

  async function count(mode: Mode, { fault, isAlive }: Course): Promise<void> {
    const error = awayError(address.shown, user, fault);
    if (!(error instanceof DepmapError)) return breaker.succeeded();
    // A write may have waited for other writers only: no sign that the server is away, when it says so itself.
    if (mode === "WRITE" && fault instanceof TooLate && (await isAlive)) return;
    breaker.failed(error, loginPauseMs(fault));
  }

  function allowanceOf(mode: Mode, patience: Patience | undefined): Allowance {
    if (patience) return eachStep(deadlineMs, patience.stepMs);
    return mode === "READ" ? inAll(deadlineMs) : eachStep(deadlineMs, deadlineMs);
  }

  return {
    read: (work, patience) => transact("READ", work, patience),
    write: (work, patience) => transact("WRITE", work, patience),
    async close() {
      breaker.close();
      await keeper.close();
    },
  };
}

function newCourse(): Course {
  return { isCommitSent: false };
}

function loginPauseMs(fault: unknown): number | undefined {
  return isLoginFault(fault) ? LOGIN_PAUSE_MS : undefined;
}

import { DepmapError, messageOf } from "../../model/errors.ts";
import type { Claims } from "../../ports/claims.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { SharedInbox } from "../../ports/shared-inbox.ts";
import type { IncidentWorker } from "../stories/incident-worker.ts";
import { createLeadership, type LeadershipSettings, type Standing } from "./leadership.ts";
import { patientJournal } from "./patient-journal.ts";
import { createRelay, type RelaySettings } from "./relay-events.ts";
import type { Term } from "../stories/term.ts";

export interface ReplicaTools {
  readonly claims: Claims;
  readonly inbox: SharedInbox;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Differs for every process. */
  readonly holder: string;
  /** The worker of one term, with the term and the journal of that term among its tools. */
  startWorker(term: Term, journal: Journal): IncidentWorker;
}

/** The defaults are for production. */
export interface ReplicaSettings extends LeadershipSettings, RelaySettings {
  /** How long the last leader waits after its lease while the store is away: somebody who can reach it goes first. */
  readonly leaderGraceMs?: number;
  /** How long the others wait then: the last leader goes first. */
  readonly followerGraceMs?: number;
  /** And how long again for each event that comes in. */
  readonly eventGraceMs?: number;
}

/** One of several depmaps on one store, seen as the worker that each of them would have alone. */
export interface Replica extends IncidentWorker {
  /** Begins; resolves when it is known who leads, or that nobody can say. */
  start(): Promise<void>;
  /** Is this the one that does the scheduled work? */
  isLeading(): boolean;
}

/** A worker's life: from taking the lease until it is lost. */
interface Life {
  readonly worker: IncidentWorker;
  isOver: boolean;
}

/**
 * Makes this process one replica of several: whoever holds the lease tells, and the others hand on what they receive.
 *
 * Every term is a boot: a new worker, which reads from the store what was open and finds in the shared inbox what was
 * not told. There is no recovery code. While the store is away nobody can hold a lease: then the last leader goes on,
 * and after it the others with what they received themselves, and each looks into the chat before it says anything.
 */
export function createReplica(tools: ReplicaTools, settings: ReplicaSettings): Replica {
  const { journal, clock, log, holder } = tools;
  const { leaderGraceMs = 10_000, followerGraceMs = 15_000, eventGraceMs = 5000 } = settings;
  const relay = createRelay(tools, settings);
  const leadership = createLeadership({ ...tools, onChange }, settings);
  let life: Life | undefined;
  let lives = 0;
  let isStopped = false;
  let changing: Promise<void> = Promise.resolve();
  let grace: NodeJS.Timeout | undefined;
  let ripening: NodeJS.Timeout | undefined;

  function onChange(standing: Standing): void {
    clearTimeout(grace);
    relay.rest();
    if (life) life.isOver = true;
    changing = changing
      .then(() => change(standing))
      .catch((fault: unknown) => log.error({ why: messageOf(fault) }, "cannot change parts"));
  }

  async function change(standing: Standing): Promise<void> {
    clearInterval(ripening);
    await life?.worker.stop();
    life = undefined;
    if (isStopped || leadership.standing() !== standing) return;
    if (standing.as === "follower") relay.follow();
    else if (standing.as === "leader") lead(standing.fence);
    else {
      const graceMs = standing.wasLeader ? leaderGraceMs : followerGraceMs;
      grace = setTimeout(() => tellAlone(standing.wasLeader), graceMs).unref();
    }
  }

  function lead(fence: number): void {
    begin(
      fence,
      relay.lead(() => life?.worker.wake()),
      () => leadership.isLeading(fence),
    );
  }

  function tellAlone(wasLeader: boolean): void {
    log.warn({ wasLeader }, "the store is away: telling without a lease");
    begin(0, wasLeader ? journal : patientJournal(journal, clock, eventGraceMs), () => true);
    if (!wasLeader) ripening = setInterval(() => life?.worker.wake(), eventGraceMs / 5).unref();
  }

  function begin(fence: number, itsJournal: Journal, mayTell: () => boolean): void {
    lives += 1;
    const mine = { isOver: false };
    const term: Term = {
      name: `${holder} ${lives}`,
      fence,
      since: clock.now(),
      kept: new Set(),
      mayPost() {
        if (!mine.isOver && mayTell()) return;
        throw new DepmapError("lease-lost", "another replica may tell now; it goes on from here");
      },
    };
    const worker = tools.startWorker(term, itsJournal);
    life = Object.assign(mine, { worker });
    worker.wake();
  }

  return {
    async start() {
      await leadership.start();
      await changing;
    },
    isLeading: () => {
      const standing = leadership.standing();
      return standing.as === "leader" && leadership.isLeading(standing.fence);
    },
    wake() {
      life?.worker.wake();
      relay.wake();
    },
    revisit: (incidentIds) => life?.worker.revisit(incidentIds),
    async idle() {
      await changing;
      await life?.worker.idle();
    },
    async stop() {
      isStopped = true;
      clearTimeout(grace);
      clearInterval(ripening);
      await changing;
      // The lease is kept until all that is in hand is told, and settled for the others.
      await life?.worker.stop();
      await relay.flush();
      await relay.stop();
      await leadership.stop();
    },
  };
}

import { DepmapError, messageOf } from "../../model/errors.ts";
import { buildSnapshot, type Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { Log } from "../../ports/log.ts";
import type { SnapshotFile } from "../../ports/snapshot-file.ts";
import { withPatience } from "../with-patience.ts";

/** How long a map is brought up to date by changes alone: what is dormant depends on the time, too. */
const READ_AGAIN_AFTER_MS = 60 * 60 * 1000;

/** What analyses have worked out hangs on the snapshot; a new one for every look would lose it each time. */
const NEW_DATE_AFTER_MS = 60 * 1000;

/** A look that is not older than this is as good as a new one. */
const FRESH_FOR_MS = 1000;

/** How long a command waits for a store that was away when it was asked last: one that is back is faster. */
const AWAY_PATIENCE_MS = 25;

/** A reading that takes longer never ends: it is given up, so that the next one can begin. */
const READING_PATIENCE_MS = 5 * 60 * 1000;

/** Keeps the map from which everything is answered, also while the store is away. */
export interface SnapshotKeeper {
  /** The last good map; an empty one before the first. */
  current(): Snapshot;
  /** Reads the store again; cheap when nothing was written since. Never rejects: a store that is away leaves the last map. */
  refresh(): Promise<void>;
  /**
   * Takes in what was written until a moment ago, for somebody who is about to answer.
   *
   * Never rejects, and never takes longer than the deadline: then the last map has to do. Costs nothing when somebody
   * looked within the last second.
   */
  fresh(): Promise<void>;
  /** When the store was first found to be away; undefined while it answers. Epoch milliseconds. */
  awaySince(): number | undefined;
  /** Milliseconds since the map was last known to be true. */
  age(): number;
  /** The first map: the last one of an earlier process, brought up to date from the store if that answers. */
  start(): Promise<void>;
}

/** A keeper with an empty map. Refreshes that are asked for at once share one reading. */
export function createSnapshotKeeper({
  store,
  file,
  clock,
  log,
  deadlineMs = 800,
}: {
  readonly store: GraphStore;
  readonly file: SnapshotFile;
  readonly clock: Clock;
  readonly log: Log;
  /** The longest that `fresh` may take. */
  readonly deadlineMs?: number;
}): SnapshotKeeper {
  let snapshot = buildSnapshot([], [], { asOf: 0, version: 0 });
  let readWholeAt = -Infinity;
  let trueAt = snapshot.asOf;
  let away: number | undefined;
  let lookedAt = -Infinity;
  let isChecked = true;
  let isSaved = true;
  let saving: Promise<void> = Promise.resolve();
  let reading: Promise<void> | undefined;
  let nextReading: Promise<void> | undefined;
  let looking: Promise<unknown> | undefined;

  /** Notes that the store answers; true when the map is of the version that it has. */
  function takeVersion(version: number, now: number): boolean {
    if (away !== undefined) log.info({ awayMs: now - away }, "the graph store answers again");
    away = undefined;
    lookedAt = now;
    if (!isChecked || version !== snapshot.version) return false;
    if (now - readWholeAt >= READ_AGAIN_AFTER_MS) return false;
    if (now - snapshot.asOf >= NEW_DATE_AFTER_MS) snapshot = { ...snapshot, asOf: now };
    trueAt = now;
    return true;
  }

  function noteAway(fault: unknown, now: number): void {
    lookedAt = now;
    if (away !== undefined) return;
    away = now;
    log.warn(
      { fault: messageOf(fault), asOf: snapshot.asOf },
      "the graph store is away; answering from the last map",
    );
  }

  async function read(): Promise<void> {
    const now = clock.now();
    try {
      if (takeVersion(await answerOf(store.version(), READING_PATIENCE_MS), now)) return;
      const isWhole = now - readWholeAt >= READ_AGAIN_AFTER_MS;
      const found = store.snapshot(now, isWhole ? undefined : snapshot);
      snapshot = await answerOf(found, READING_PATIENCE_MS);
      if (isWhole) readWholeAt = now;
      isChecked = true;
      trueAt = now;
      isSaved = false;
    } catch (fault) {
      noteAway(fault, now);
    }
  }

  /**
   * A reading under way may have begun before the caller's own write, so whoever comes during one waits for
   * the next; all of them share it.
   */
  function readShared(): Promise<void> {
    if (!reading) {
      reading = read().finally(() => {
        reading = undefined;
      });
      return reading;
    }
    nextReading ??= reading.then(() => {
      nextReading = undefined;
      return readShared();
    });
    return nextReading;
  }

  async function look(patienceMs: number): Promise<void> {
    try {
      const version = await answerOf(store.version(), patienceMs);
      if (takeVersion(version, clock.now())) return;
    } catch (fault) {
      noteAway(fault, clock.now());
      return;
    }
    await readShared();
  }

  async function save(): Promise<void> {
    if (isSaved) return;
    isSaved = true;
    try {
      await file.save(snapshot);
    } catch (fault) {
      isSaved = false;
      log.warn({ fault: messageOf(fault) }, "the snapshot file was not written");
    }
  }

  /** The last map of an earlier process: for when the store is away, and to read only what has changed since. */
  async function load(): Promise<void> {
    try {
      const last = await file.load();
      if (!last) return;
      snapshot = last;
      trueAt = last.asOf;
      readWholeAt = last.asOf;
      // Whose it is, only the store can say: a version alone would not tell another store's map.
      isChecked = false;
    } catch (fault) {
      log.warn({ fault: messageOf(fault) }, "the snapshot file cannot be used");
    }
  }

  async function refresh(): Promise<void> {
    await readShared();
    saving = saving.then(save);
    await saving;
  }

  return {
    current: () => snapshot,
    refresh,
    async fresh() {
      if (!looking) {
        if (clock.now() - lookedAt < FRESH_FOR_MS) return;
        const looked = look(deadlineMs).finally(() => {
          looking = undefined;
        });
        // Whoever comes later waits no longer than the first: for a long reading nobody waits twice.
        looking = withPatience(looked, away === undefined ? deadlineMs : AWAY_PATIENCE_MS);
      }
      await looking;
    },
    awaySince: () => away,
    age: () => Math.max(0, clock.now() - trueAt),
    async start() {
      await load();
      await refresh();
    },
  };
}

/** The answer, or a fault when it does not come in time. */
async function answerOf<Answer>(asked: Promise<Answer>, patienceMs: number): Promise<Answer> {
  const patient = await withPatience(asked, patienceMs);
  if (patient.came === "answer") return patient.value;
  if (patient.came === "failed") throw patient.why;
  throw new DepmapError(
    "graph-store-away",
    `the graph store did not answer within ${patienceMs} ms; see whether it is up`,
  );
}

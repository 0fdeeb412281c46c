import { messageOf } from "../model/errors.ts";
import { buildSnapshot, type Snapshot } from "../model/snapshot.ts";
import type { Clock } from "../ports/clock.ts";
import type { GraphStore } from "../ports/graph-store.ts";
import type { Log } from "../ports/log.ts";
import type { SnapshotFile } from "../ports/snapshot-file.ts";

/** How long a map serves while nothing is written: what is dormant depends on the time, too. */
const READ_AGAIN_AFTER_MS = 60 * 60 * 1000;

/** What analyses have worked out hangs on the snapshot; a new one for every look would lose it each time. */
const NEW_DATE_AFTER_MS = 60 * 1000;

/** Keeps the map from which everything is answered, also while the store is away. */
export interface SnapshotKeeper {
  /** The last good map; an empty one before the first. */
  current(): Snapshot;
  /** Reads the store again; cheap when nothing was written since. Never rejects: a store that is away leaves the last map. */
  refresh(): Promise<void>;
  /** Milliseconds since the map was last known to be true. */
  age(): number;
  /** The first map: from the store, else from the file. */
  start(): Promise<void>;
}

/** A keeper with an empty map. Refreshes that are asked for at once share one reading. */
export function createSnapshotKeeper({
  store,
  file,
  clock,
  log,
}: {
  readonly store: GraphStore;
  readonly file: SnapshotFile;
  readonly clock: Clock;
  readonly log: Log;
}): SnapshotKeeper {
  let snapshot = buildSnapshot([], [], { asOf: 0, version: 0 });
  let readAt = -Infinity;
  let trueAt = snapshot.asOf;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function read(): Promise<void> {
    const now = clock.now();
    try {
      const version = await store.version();
      if (version === snapshot.version && now - readAt < READ_AGAIN_AFTER_MS) {
        if (now - snapshot.asOf >= NEW_DATE_AFTER_MS) snapshot = { ...snapshot, asOf: now };
        trueAt = now;
        return;
      }
      snapshot = await store.snapshot(now);
      readAt = now;
      trueAt = now;
    } catch (fault) {
      log.warn(
        { fault: messageOf(fault), asOf: snapshot.asOf },
        "the graph store is away; answering from the last map",
      );
      return;
    }
    await save();
  }

  async function save(): Promise<void> {
    try {
      await file.save(snapshot);
    } catch (fault) {
      log.warn({ fault: messageOf(fault) }, "the snapshot file was not written");
    }
  }

  async function load(): Promise<void> {
    try {
      snapshot = (await file.load()) ?? snapshot;
      trueAt = snapshot.asOf;
    } catch (fault) {
      log.warn({ fault: messageOf(fault) }, "the snapshot file cannot be used");
    }
  }

  /**
   * A reading under way may have begun before the caller's own write, so whoever comes during one waits for
   * the next; all of them share it.
   */
  function refresh(): Promise<void> {
    if (!running) {
      running = read().finally(() => {
        running = undefined;
      });
      return running;
    }
    next ??= running.then(() => {
      next = undefined;
      return refresh();
    });
    return next;
  }

  return {
    current: () => snapshot,
    refresh,
    age: () => Math.max(0, clock.now() - trueAt),
    async start() {
      await refresh();
      if (readAt === -Infinity) await load();
    },
  };
}

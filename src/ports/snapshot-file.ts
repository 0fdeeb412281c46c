import type { Snapshot } from "../model/snapshot/snapshot.ts";

/** The last good map on disk, for a start while the store is away. */
export interface SnapshotFile {
  /** Writes a whole new file and swaps it in: a crash leaves the old one. */
  save(snapshot: Snapshot): Promise<void>;
  /** The last one saved; undefined when there is none. Rejects with `snapshot-broken` when its checksum is wrong. */
  load(): Promise<Snapshot | undefined>;
}

import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { assembleSnapshot } from "../../../model/snapshot/assemble-snapshot.ts";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import type { SnapshotFile } from "../../../ports/snapshot-file.ts";
import { checksummed, verified } from "./checksum.ts";
import { decodeParts, encodeParts } from "./snapshot-format.ts";

/**
 * The last good map in one file: written beside the old one, brought to the disk, then put in its place.
 *
 * Of two that save at once, the later one stays. A file that is cut short or has one bit wrong is refused.
 */
export function createSnapshotFile({ path }: { readonly path: string }): SnapshotFile {
  return {
    async save(snapshot) {
      const beside = `${path}.${randomUUID()}.new`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeThrough(beside, checksummed(encodeParts(snapshot)));
        await rename(beside, path);
      } catch (cause) {
        await rm(beside, { force: true });
        throw cause;
      }
      await syncFolder(dirname(path));
    },

    async load() {
      const bytes = await readIfThere(path);
      if (!bytes) return undefined;
      try {
        return assembleSnapshot(decodeParts(verified(bytes)));
      } catch (cause) {
        throw new DepmapError(
          "snapshot-broken",
          `cannot use the snapshot file ${path}: ${messageOf(cause)}; delete it, depmap writes a new one when the graph store answers`,
          { cause },
        );
      }
    },
  };
}

async function writeThrough(path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, "wx");
  try {
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name is on disk only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (fault) {
    if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return undefined;
    throw fault;
  }
}

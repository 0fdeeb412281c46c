import type { GraphStore } from "../ports/graph-store.ts";
import { auditRowsOf } from "../workflows/map/audit-rows.ts";
import { countWords, sumOf } from "../workflows/map/export-format.ts";
import { beginsExport, checkExport, restoreMap } from "../workflows/map/restore-map.ts";
import { verifyAudit } from "../workflows/map/verify-audit.ts";
import { linesOfFile } from "./lines-of-file.ts";
import type { Watch } from "./progress.ts";

/** An export's first line is far shorter. */
const LONGEST_HEADER = 100_000;

/** Is this file an export? One whose name says so is, even when it cannot be read: the restore tells why. */
export async function isExportFile(path: string): Promise<boolean> {
  if (/\.jsonl(\.gz)?$/i.test(path)) return true;
  try {
    for await (const line of linesOfFile(path, LONGEST_HEADER)) return beginsExport(line);
  } catch {
    return false;
  }
  return false;
}

/**
 * `depmap import FILE` of an export: checks all of it, then writes it into an empty store, and gives the exit code.
 *
 * Without a store it is only checked. 1 when the audit log that came with it is not intact.
 */
export async function restoreFile({
  path,
  store,
  json = false,
  watch,
  print,
  complain,
}: {
  readonly path: string;
  readonly store?: GraphStore | undefined;
  readonly json?: boolean | undefined;
  readonly watch: Watch;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}): Promise<number> {
  const from = { name: path, lines: () => linesOfFile(path) };
  const counts = await watch("checking", (show) => checkExport(from, show));
  if (!store) {
    const dryRun = `${path} is whole: ${countWords(counts)} (dry run: nothing was stored)`;
    print(json ? JSON.stringify({ counts }) : dryRun);
    return 0;
  }
  const all = sumOf(counts);
  await watch("restoring", (show) => restoreMap(from, store, (done) => show(done, all)));
  const audit = await verifyAudit(auditRowsOf(store));
  if (json) print(JSON.stringify({ restored: counts, audit }));
  else print(`restored ${countWords(counts)}; the audit log is ${audit.sentence}`);
  if (audit.intact) return 0;
  complain("the audit log came over word for word: it was broken where it was exported");
  return 1;
}

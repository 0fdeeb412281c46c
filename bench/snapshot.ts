import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** What a way took; from `snapshot-ways.ts`. */
interface Figures {
  readonly ms: number;
  readonly cpuMs: number;
  readonly residentMb: number;
  readonly peakMb: number;
}

const execute = promisify(execFile);
const WAYS = join(import.meta.dirname, "snapshot-ways.ts");
/** Above this, some ways take minutes and gigabytes: only our own columns and file are measured. */
const LARGEST_FOR_ALL = 100_000;
const FOR_EVERY_SIZE = new Set(["columns", "file"]);

const LABELS: Record<string, string> = {
  fill: "(filling SQLite, say by say)",
  sqlite: "from SQLite",
  columns: "from columns in memory",
  file: "from the snapshot file",
  graphology: "graphology DirectedGraph, same edges",
};

/**
 * Prints how long each way of coming by the map takes, and the whole process's memory then and at its peak.
 *
 * Each runs in a process of its own; graphology stands beside them as what one would use otherwise.
 */
export async function benchSnapshot(sizes: readonly number[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "depmap-bench-"));
  print("\nSnapshot: components | way | ms | CPU ms | MB after | MB at peak");
  for (const size of sizes) {
    for (const way of Object.keys(LABELS)) {
      if (size > LARGEST_FOR_ALL && !FOR_EVERY_SIZE.has(way)) continue;
      const { ms, cpuMs, residentMb, peakMb } = await figuresOf(way, size, folder);
      const numbers = [ms, cpuMs, residentMb, peakMb].map((figure) =>
        String(Math.round(figure)).padStart(7),
      );
      print(`${String(size).padStart(9)} | ${LABELS[way]?.padEnd(37)} | ${numbers.join(" | ")}`);
    }
  }
  await rm(folder, { recursive: true });
}

async function figuresOf(way: string, size: number, folder: string): Promise<Figures> {
  const flags = ["--expose-gc", "--max-old-space-size=8000"];
  const { stdout } = await execute(process.execPath, [...flags, WAYS, way, String(size), folder]);
  return JSON.parse(stdout) as Figures;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { captureFile } from "../src/terminal/capture-file.ts";

const run = promisify(execFile);

/** What the folder's own scorer says of one set of predictions. */
interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly hardNegatives: number;
  readonly hardNegativeFalsePositives: number;
}

/**
 * A table: our capture beside the folder's two baselines, judged by the folder's own scorer.
 *
 * `<folder>/postmortems` holds `input.jsonl`, `gold.jsonl`, `score.mjs` and `baselines.mjs`. The scorer and the baselines
 * run as processes of their own; only the threads and the known names are read here, never the labels.
 */
export async function evalCapture(folder: string): Promise<string> {
  const home = join(folder, "postmortems");
  const scratch = await mkdtemp(join(tmpdir(), "depmap-capture-"));
  try {
    const rows = [
      ["capture", await ours(home)],
      ["cooccur (baseline)", await baseline(home, "cooccur")],
      ["verbs (baseline)", await baseline(home, "verbs")],
    ] as const;
    const lines: string[] = [];
    for (const [name, predictions] of rows) {
      const file = join(scratch, `${name.split(" ")[0]}.jsonl`);
      await writeFile(file, predictions);
      const { stdout } = await run(
        process.execPath,
        [join(home, "score.mjs"), file, "--json"],
        WIDE,
      );
      lines.push(rowOf(name, JSON.parse(stdout) as Score));
    }
    return [
      "capture from postmortem threads        P      R     F1   hard negatives",
      ...lines,
    ].join("\n");
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const WIDE = { maxBuffer: 64 * 1024 * 1024 };

async function ours(home: string): Promise<string> {
  const lines: string[] = [];
  const complaints: string[] = [];
  await captureFile(
    join(home, "input.jsonl"),
    (line) => lines.push(line),
    (line) => complaints.push(line),
  );
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
  return lines.join("\n");
}

async function baseline(home: string, mode: string): Promise<string> {
  const { stdout } = await run(process.execPath, [join(home, "baselines.mjs"), mode], WIDE);
  return stdout;
}

function rowOf(
  name: string,
  { precision, recall, f1, hardNegatives, hardNegativeFalsePositives: wrong }: Score,
): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)}`.padStart(6);
  const proposed = `${wrong} of ${hardNegatives} (${percent(hardNegatives ? wrong / hardNegatives : 0).trim()} %)`;
  return `${name.padEnd(34)}${percent(precision)} ${percent(recall)} ${percent(f1)}   ${proposed}`;
}

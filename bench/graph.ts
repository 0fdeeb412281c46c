import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { neo4jWays } from "./graph-neo4j.ts";
import type { GraphFigures, GraphWay } from "./graph-ways.ts";

const execute = promisify(execFile);
const WAYS = join(import.meta.dirname, "graph-ways.ts");
const LARGEST_FOR_NEO4J = 100_000;

/**
 * Prints what it takes to say whom the failure of the widest component harms: with depmap, with graphology and with
 * Cypher on a real Neo4j server, on the same estate, beside how many times that is of our reach alone.
 *
 * Memory is what a way holds of its own; for Neo4j, the server's whole process.
 */
export async function benchGraph(sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    const flags = ["--expose-gc", "--max-old-space-size=8000"];
    const { stdout } = await execute(process.execPath, [...flags, WAYS, String(size)]);
    const figures = JSON.parse(stdout) as GraphFigures;
    const { dependencies, reached, hits, origin } = figures;
    print(
      `\nGraph: ${size} components, ${dependencies} dependencies; ${origin} reaches ${reached} and harms ${hits}`,
    );
    print(`${"".padEnd(62)} |    best ms |  median ms | × reach  |    MB`);
    const unit = figures.ways[0]?.times.bestMs ?? 1;
    for (const way of figures.ways) print(lineOf(way, unit));
    if (size > LARGEST_FOR_NEO4J) continue;
    for (const way of (await neo4jWays(size, origin)) ?? []) print(lineOf(way, unit));
  }
}

function lineOf({ way, times, mb }: GraphWay, unitMs: number): string {
  return [
    way.padEnd(62),
    times.bestMs.toFixed(3).padStart(10),
    times.medianMs.toFixed(3).padStart(10),
    ratioWords(times.bestMs / unitMs).padStart(8),
    (mb === undefined ? "" : String(mb)).padStart(5),
  ].join(" | ");
}

/** 0.25, 4.5, 360: as many digits as say something. */
function ratioWords(ratio: number): string {
  return ratio < 100
    ? String(Number(ratio.toPrecision(2)))
    : Math.round(ratio).toLocaleString("en");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { createThreadedAnalyst } from "../src/adapters/analyst/threads/threaded-analyst.ts";
import { failureCourse } from "../src/analysis/failure/failure-course.ts";
import type { Snapshot } from "../src/model/snapshot/snapshot.ts";
import { syntheticSnapshot } from "./synthetic-estate.ts";

const QUESTION = new URL("../src/analysis/lone-failures/lone-failures.ts", import.meta.url);
const SAMPLE = 300;

/**
 * Measures how long it takes to count what every component takes down alone, with one thread and with two, beside
 * what it would take to play the failures one by one (worked out from a sample), and prints a table.
 */
export async function benchSinglePoints(sizes: readonly number[]): Promise<void> {
  const rows: Record<string, number | string>[] = [];
  for (const size of sizes) {
    const snapshot = syntheticSnapshot(size);
    const oneByOne = Math.round((size * meanMs(snapshot)) / 1000);
    for (const threads of [1, 2]) rows.push(await measure(snapshot, threads, oneByOne));
  }
  console.table(rows);
}

async function measure(
  snapshot: Snapshot,
  threads: number,
  oneByOne: number,
): Promise<Record<string, number | string>> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const start = performance.now();
  const { down } = await createThreadedAnalyst({ question: QUESTION, threads }).loneFailures(
    snapshot,
    { onProgress: () => (peak = Math.max(peak, process.memoryUsage.rss())) },
  );
  return {
    components: snapshot.components.length,
    dependencies: snapshot.consumer.length,
    threads,
    seconds: Math.round((performance.now() - start) / 10) / 100,
    "one by one, s": `about ${oneByOne}`,
    "single points": down.filter((count) => count > 0).length,
    "most taken down": down.reduce((most, count) => Math.max(most, count), 0),
    "MB before": Math.round(before / 1e6),
    "MB more at peak": Math.round((peak - before) / 1e6),
  };
}

/** Of one failure by itself. */
function meanMs(snapshot: Snapshot): number {
  const course = failureCourse(snapshot);
  const step = Math.ceil(snapshot.components.length / SAMPLE);
  course.run([0]);
  let runs = 0;
  const start = performance.now();
  for (let origin = 0; origin < snapshot.components.length; origin += step) {
    course.run([origin]);
    runs += 1;
  }
  return (performance.now() - start) / runs;
}

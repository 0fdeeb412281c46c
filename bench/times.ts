import { performance } from "node:perf_hooks";

/** How long something took, of several times; the machine may be busy with something else, so the best says most. */
export interface Times {
  readonly bestMs: number;
  readonly medianMs: number;
}

/** Does some work so many times; when more than once, first two times that do not count. */
export async function timesOf(times: number, work: () => unknown): Promise<Times> {
  if (times > 1) {
    await work();
    await work();
  }
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const start = performance.now();
    await work();
    took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  return { bestMs: took[0] as number, medianMs: took[took.length >> 1] as number };
}

import { describe, expect, it } from "vitest";
import { createProgress, progressWords } from "../../src/terminal/progress.ts";

/** A progress line on a clock of our own, and all that it wrote. */
function watch({ isTerminal = true, columns = 80 } = {}) {
  const written: string[] = [];
  let time = 0;
  const progress = createProgress({
    label: "restoring",
    isTerminal,
    columns,
    write: (text) => written.push(text),
    now: () => time,
  });
  const showAt = (at: number, done: number, of?: number) => {
    time = at;
    progress.show(done, of);
  };
  return { written, showAt, end: progress.end };
}

describe("a progress line", () => {
  it("is written over and over in its place, and wiped at the end", () => {
    const { written, showAt, end } = watch();
    showAt(0, 0, 400);
    showAt(1000, 100, 400);
    end();

    expect(written).toEqual([
      "\rrestoring  0 of 400  0 %\u001B[K",
      "\rrestoring  100 of 400  25 %  100/s  3 s left\u001B[K",
      "\r\u001B[K",
    ]);
  });

  it("is never written where nobody watches", () => {
    const { written, showAt, end } = watch({ isTerminal: false });
    showAt(0, 1, 400);
    end();

    expect(written).toEqual([]);
  });

  it("is not written more often than an eye can follow", () => {
    const { written, showAt } = watch();
    for (let at = 0; at < 1000; at += 1) showAt(at, at, 1000);

    expect(written).toHaveLength(10);
  });

  it("goes by the rate of the last seconds", () => {
    const { written, showAt } = watch();
    showAt(0, 0, 20_000);
    showAt(1000, 10_000, 20_000);
    for (let at = 2000; at <= 20_000; at += 1000) showAt(at, 10_000 + at / 10, 20_000);

    expect(written.at(-1)).toContain("12,000 of 20,000  60 %  100/s  1 min left");
  });

  it("fits on the line that there is", () => {
    const { written, showAt } = watch({ columns: 20 });
    showAt(0, 1000, 400_000);

    expect(written).toEqual(["\rrestoring  1,000 of\u001B[K"]);
  });
});

it("gives no share and no time of what has no known end", () => {
  expect(progressWords("exporting", { done: 1200, perSecond: 50 })).toBe("exporting  1,200  50/s");
  expect(progressWords("exporting", { done: 1200, of: 1100 })).toBe("exporting  1,200");
});

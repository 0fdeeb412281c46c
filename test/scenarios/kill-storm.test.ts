import { expect, it } from "vitest";
import { killStorm } from "../support/kill-storm.ts";

// The same a thousand times over: `node scripts/kill-storm.ts 1000`; with `--mutant` it shows that it would notice.
it("loses nothing and says nothing twice when it is killed 50 times in the middle of a storm", async () => {
  const report = await killStorm({ kills: 50, seed: 7 });

  expect(report).toMatchObject({ kills: 50, lost: [], saidTwice: [], untold: [] });
  expect(report.acknowledged).toBeGreaterThan(100);
  expect(report.ambiguous).toBeGreaterThan(10);
  expect(report.rollUps).toBeGreaterThan(0);
  expect(report.copies).toBeGreaterThan(0);
}, 240_000);

import { expect, it } from "vitest";
import { slackStorm } from "../support/slack-storm/slack-storm.ts";

// The same a thousand times over: `node scripts/slack-storm.ts 1000 http`; with MUTANT it shows that it would notice.
it.each(["http", "sockets"] as const)(
  "loses and repeats nothing when it is killed again and again between acknowledgement and answer, over %s",
  async (over) => {
    const report = await slackStorm({ kills: 12, seed: 7, over });

    expect(report).toMatchObject({ kills: 12, lost: [], answeredTwice: [] });
    expect(report.acknowledged).toBeGreaterThan(20);
    expect(report.caughtBetween).toBeGreaterThan(5);
  },
  240_000,
);

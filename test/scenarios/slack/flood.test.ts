import { expect, it } from "vitest";
import { floodSlack } from "../../support/slack-flood.ts";

it("tells a flood of incidents in a few messages, and Slack never says that it is too much", async () => {
  const report = await floodSlack(80, 8);

  expect(report).toMatchObject({ incidents: 80, tooMany: 0, untold: [] });
  expect(report.messages).toBeLessThanOrEqual(10);
}, 60_000);

import { floodSlack } from "../test/support/slack-flood.ts";

/**
 * `node scripts/slack-flood.ts [INCIDENTS] [SECONDS]`: that many unrelated incidents in so many seconds into one channel of a
 * Slack that counts its limits; 200 in 60 unless said otherwise. Exit code 1 when a promise does not hold.
 */
const [incidents = 200, seconds = 60] = process.argv.slice(2).map(Number);
const report = await floodSlack(incidents, seconds);
process.stdout.write(`${JSON.stringify(report)}\n`);
const { messages, tooMany, firstAfterMs, untold } = report;
const isKept = messages <= 10 && firstAfterMs <= 5000 && tooMany + untold.length === 0;
process.exitCode = isKept ? 0 : 1;

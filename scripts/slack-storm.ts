import { slackStorm } from "../test/support/slack-storm/slack-storm.ts";
import type { StormMutant } from "../test/support/slack-storm/storm-child.ts";

/**
 * Kills what receives from Slack N times with SIGKILL: `node scripts/slack-storm.ts 1000 [http|sockets]`.
 *
 * With `MUTANT="early acknowledgement"` (or `no look-up`, `no ids`, `in memory`) the fault is built in on purpose, to
 * see that it would be noticed. Exit code 0 when nothing acknowledged was lost and nothing was answered twice.
 */
const [kills = "50", over = "http"] = process.argv.slice(2);
const say = (text: string) => void process.stdout.write(`${text}\n`);
if (over !== "http" && over !== "sockets") throw new Error(`"${over}" is neither http nor sockets`);
const report = await slackStorm({
  kills: Number(kills),
  seed: Number(process.env["SEED"] ?? 1),
  over,
  mutant: process.env["MUTANT"] as StormMutant | undefined,
  onKill: (killed) => {
    if (killed % 50 === 0) say(`${killed} kills`);
  },
});
const { lost, answeredTwice } = report;
for (const id of lost.slice(0, 10)) say(`lost: ${id}`);
for (const id of answeredTwice.slice(0, 10)) say(`answered twice: ${id}`);
say(JSON.stringify({ ...report, lost: lost.length, answeredTwice: answeredTwice.length }));
process.exitCode = lost.length + answeredTwice.length === 0 ? 0 : 1;

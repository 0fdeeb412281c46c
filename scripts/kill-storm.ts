import { killStorm } from "../test/support/kill-storm.ts";

/**
 * Kills a server N times with SIGKILL in the middle of a storm: `node scripts/kill-storm.ts 1000`.
 *
 * With `--mutant "no look-up"` or `--mutant "early acknowledgement"` the fault is built in on purpose, to see that it
 * would be noticed. Exit code 0 when nothing acknowledged was lost and nothing was said twice.
 */
const [kills = "50", flag, mutant] = process.argv.slice(2);
const say = (text: string) => void process.stdout.write(`${text}\n`);
if (flag === "--mutant" && mutant !== "no look-up" && mutant !== "early acknowledgement") {
  throw new Error(`there is no mutant "${mutant}": "no look-up" or "early acknowledgement"`);
}
const report = await killStorm({
  kills: Number(kills),
  seed: Number(process.env["SEED"] ?? 1),
  mutant: flag === "--mutant" ? (mutant as "no look-up" | "early acknowledgement") : undefined,
  onKill: (killed) => {
    if (killed % 50 === 0) say(`${killed} kills`);
  },
});
const { lost, saidTwice, untold } = report;
const wrong = lost.length + saidTwice.length + untold.length;
for (const line of [...lost, ...saidTwice, ...untold].slice(0, 20)) say(`wrong: ${line}`);
say(
  JSON.stringify({
    ...report,
    lost: lost.length,
    saidTwice: saidTwice.length,
    untold: untold.length,
  }),
);
process.exitCode = wrong === 0 ? 0 : 1;

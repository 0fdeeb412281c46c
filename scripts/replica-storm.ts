import { startNeo4j } from "../test/support/neo4j-server.ts";
import { replicaStorm, type ReplicaStormOptions } from "../test/support/replica-storm.ts";

/**
 * Kills and freezes two replicas on one Neo4j N times in the middle of a storm: `node scripts/replica-storm.ts 100`.
 *
 * With `--mutant NAME` a fault is built in on purpose, to see that it would be noticed; with `--lease production` the
 * lease is as long as it really is. Exit code 0 when nothing acknowledged was lost and nothing was said twice.
 */
const MUTANTS = ["no look-up", "no margin", "settle at once"] as const;
const [kills = "20", ...flags] = process.argv.slice(2);
const say = (text: string) => void process.stdout.write(`${text}\n`);
const valueOf = (flag: string) => flags[flags.indexOf(flag) + 1];
const named = flags.includes("--mutant") ? valueOf("--mutant") : undefined;
const mutant = MUTANTS.find((one) => one === named);
if (named !== mutant) throw new Error(`there is no mutant "${named}": ${MUTANTS.join(", ")}`);
const production = { lease: 10_000, ask: 3000, chat: 3000 };
const times: Pick<ReplicaStormOptions, "times"> =
  flags.includes("--lease") && valueOf("--lease") === "production" ? { times: production } : {};

const neo4j = await startNeo4j();
if (!neo4j) throw new Error("no Neo4j can be started here");
try {
  const { uri, user, password } = neo4j;
  const report = await replicaStorm({
    neo4j: { uri, user, password },
    kills: Number(kills),
    seed: Number(process.env["SEED"] ?? 1),
    mutant,
    ...times,
    onKill: say,
  });
  const { lost, saidTwice, untold, takeOvers } = report;
  for (const line of [...lost, ...saidTwice, ...untold].slice(0, 20)) say(`wrong: ${line}`);
  const counts = { lost: lost.length, saidTwice: saidTwice.length, untold: untold.length };
  const longest = Math.max(...takeOvers);
  say(JSON.stringify({ ...report, ...counts, takeOvers: takeOvers.length, longest }));
  process.exitCode = lost.length + saidTwice.length + untold.length === 0 ? 0 : 1;
} finally {
  await neo4j.stop();
}

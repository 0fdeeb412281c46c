import { flood } from "../test/support/flood.ts";

/**
 * Sends 200 unrelated incidents into one channel within a minute: `node scripts/flood.ts [FASTER] [CRASHES]`.
 *
 * The chat refuses more than five posts at once and one a second after that. Exit code 0 when there are at most ten
 * messages, the first within five seconds, nothing refused, and each incident is told exactly once.
 */
const [faster = "1", crashes = "0"] = process.argv.slice(2);
const report = await flood({
  incidents: 200,
  seconds: 60,
  faster: Number(faster),
  crashes: Number(crashes),
});
process.stdout.write(`${JSON.stringify(report)}\n`);
const { messages, firstSeconds, refusedPosts, refusedEdits, lost, twice } = report;
const isKept = messages <= 10 && firstSeconds <= 5 && refusedPosts + refusedEdits === 0;
process.exitCode = isKept && lost.length + twice.length === 0 ? 0 : 1;

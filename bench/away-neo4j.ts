import { commands } from "../commands/index.ts";
import { answerCommand } from "../src/workflows/answers/answer-command.ts";
import { typed } from "../test/support/people.ts";
import { openDepmapOnNeo4j, WAYS_TO_BE_AWAY } from "../test/support/depmap-on-neo4j.ts";
import { startNeo4j } from "../test/support/neo4j-server.ts";

const ASKED = 1000;
/** People do not ask all at once. */
const PAUSE_MS = 5;

/** Measures what people wait for an answer while Neo4j is away, in each way, beside a Neo4j that is there. */
export async function benchAway(): Promise<void> {
  const server = await startNeo4j({ own: true, fullSpeed: true });
  if (!server) return;
  const depmap = await openDepmapOnNeo4j(server);
  const rows = [await measure("is there")];
  for (const [way, goAway] of Object.entries(WAYS_TO_BE_AWAY)) {
    await depmap.bringBack();
    await goAway(depmap.proxy);
    rows.push(await measure(way));
  }
  console.table(rows);
  await depmap.close();
  await server.stop();

  async function measure(way: string) {
    const lines = commands
      .filter(({ effects }) => effects === "none")
      .map(({ example }) => example);
    const first = await timed(lines[0] as string);
    const times: number[] = [];
    let banners = 0;
    for (let asked = 0; asked < ASKED; asked += 1) {
      const { ms, hasBanner } = await timed(lines[asked % lines.length] as string);
      times.push(ms);
      if (hasBanner) banners += 1;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    times.sort((a, b) => a - b);
    const at = (share: number) =>
      Math.round((times[Math.floor(share * ASKED)] as number) * 10) / 10;
    return {
      "Neo4j …": way,
      "first answer, ms": Math.round(first.ms),
      [`then p50 of ${ASKED}`]: at(0.5),
      p99: at(0.99),
      max: at(1 - 1 / ASKED),
      "with a banner": banners,
      "sockets opened": depmap.proxy.opened(),
    };
  }

  async function timed(line: string) {
    const start = performance.now();
    const { reply } = await answerCommand(depmap.tools, typed(line));
    return { ms: performance.now() - start, hasBanner: reply.banner !== undefined };
  }
}

import { benchAway } from "./away-neo4j.ts";
import { benchGraph } from "./graph.ts";
import { benchSinglePoints } from "./single-points.ts";
import { benchSnapshot } from "./snapshot.ts";
import { benchWebhookIntake } from "./webhook-intake.ts";

const [only, ...chosen] = process.argv.slice(2);
const sizes = chosen.length > 0 ? chosen.map(Number) : [1000, 10_000, 100_000, 1_000_000];
const benches = {
  graph: () => benchGraph(sizes),
  snapshot: () => benchSnapshot(sizes),
  spof: () => benchSinglePoints([1000, 10_000, 100_000]),
  away: () => benchAway(),
  webhooks: () => benchWebhookIntake(),
};

for (const [name, bench] of Object.entries(benches)) {
  if (only === undefined || only === name) await bench();
}

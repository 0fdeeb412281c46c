import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createPinoLog } from "../../src/adapters/log/pino/pino-log.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import { decideProposal } from "../../src/workflows/learning/decide-proposal.ts";
import { createSteadyStore } from "../../src/workflows/steady-store/steady-store.ts";
import { graphOf } from "./graph-of.ts";
import { switchedStore } from "./switched-store.ts";

/** What the parent hands over as the first argument. */
export interface SteadyChildOptions {
  readonly folder: string;
  /** Approve these while the store is away; then, or without any, apply what is owed. */
  readonly approve: readonly string[];
  /** Where the process kills itself (kill -9) as it applies the fifth of them. */
  readonly diesAt?: "before the store has it" | "before it is settled" | undefined;
}

/** Says `kept ID` of each approval once it is on disk, and `settled` when nothing is owed any more. */
async function live({ folder, approve, diesAt }: SteadyChildOptions): Promise<void> {
  const clock = { now: () => Date.now() };
  const journal = createSqliteJournal({ path: `${folder}/journal.db`, clock });
  const real = createSqliteGraphStore({ path: `${folder}/graph.db` });
  let applied = 0;
  const mortal: GraphStore = {
    ...real,
    async decideProposal(id, decision) {
      applied += 1;
      const isLast = applied === 5;
      if (isLast && diesAt === "before the store has it") process.kill(process.pid, "SIGKILL");
      const decided = await real.decideProposal(id, decision);
      if (isLast && diesAt === "before it is settled") process.kill(process.pid, "SIGKILL");
      return decided;
    },
  };
  const switched = switchedStore(mortal);
  const store = createSteadyStore({
    store: switched.store,
    journal,
    clock,
    log: createPinoLog({ level: "silent" }),
    metrics: { count: () => {}, observe: () => {} },
  });
  const person = { id: "maria", name: "Maria", role: "approver" } as const;
  if (approve.length > 0) {
    await store.remember();
    switched.mode = "away";
    for (const id of approve) {
      await decideProposal({ id, decision: "approve", person, store, snapshot: graphOf(), clock });
      process.send?.(`kept ${id}`);
    }
    switched.mode = "there";
  }
  process.send?.("settling");
  await store.settle();
  if (store.condition().owed === 0) process.send?.("settled");
}

process.on("disconnect", () => process.exit());
await live(JSON.parse(process.argv[2] as string) as SteadyChildOptions);

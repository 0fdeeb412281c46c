import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createSqliteGraphStore } from "../../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import type { GraphStore } from "../../../src/ports/graph-store.ts";
import { createSteadyStore } from "../../../src/workflows/steady-store/steady-store.ts";
import { NOW } from "../../support/answer-tools.ts";
import { proposalOf } from "../../support/proposal-of.ts";
import { recordOf } from "../../support/record-of.ts";
import { switchedStore } from "../../support/switched-store.ts";

const ids = fc.constantFrom("p1", "p2", "p3");
const arrows = fc.constantFrom("web -> fares", "web -> dues", "dues -> ledger");
const write = fc.oneof(
  fc.record({ kind: fc.constant("propose"), id: ids, arrow: arrows }),
  fc.record({ kind: fc.constant("revise"), id: ids, arrow: arrows }),
  fc.record({ kind: fc.constantFrom("approve", "reject"), id: ids, arrow: arrows }),
  fc.record({ kind: fc.constantFrom("say", "say all"), id: ids, arrow: arrows }),
  fc.record({ kind: fc.constant("incident"), id: ids, arrow: arrows }),
);
const trouble = fc.record({
  kind: fc.constant("turn"),
  mode: fc.constantFrom("there", "away", "deaf"),
});
const step = fc.oneof(
  { weight: 6, arbitrary: write },
  { weight: 3, arbitrary: trouble },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("settle", "restart", "remember") }) },
);
type Write = typeof write extends fc.Arbitrary<infer One> ? One : never;

/** The same write on any store: `at` says which it is. Nobody edits or decides what they have not read. */
async function make(store: GraphStore, { kind, id, arrow }: Write, at: number): Promise<unknown> {
  const isAboutKnown = kind === "revise" || kind === "approve" || kind === "reject";
  if (isAboutKnown && !(await store.proposal(id))) return;
  const { consumer, provider, coupling } = proposalOf(arrow);
  const dependency = { consumer: consumer.id, provider: provider.id, coupling };
  const fact = { type: "dependency" as const, dependency };
  const saying = {
    source: { name: kind === "approve" ? "learned" : `import:${id}`, type: "import" as const },
    at,
    claims: [{ fact, confidence: 0.9, evidence: [] }],
    complete: kind === "say all",
    force: kind === "say all",
    actor: "import",
  };
  switch (kind) {
    case "propose":
      return store.propose(proposalOf(arrow, { id, proposedAt: at }));
    case "revise":
      return store.reviseProposal(proposalOf(arrow, { id, proposedAt: at, strength: "soft" }));
    case "approve":
      return store.decideProposal(id, { state: "approved", by: "maria", at, saying });
    case "reject":
      return store.decideProposal(id, { state: "rejected", by: "omar", at });
    case "incident":
      return store.keepIncident(recordOf(id, { revision: at - NOW }));
    case "say":
    case "say all":
      return store.say(saying);
  }
}

/** All that a store holds, its audit chain word for word. */
async function contentsOf(store: GraphStore) {
  const map = await store.snapshot(NOW);
  return {
    edges: Array.from(map.consumer, (_, index) => map.dependency(index)),
    proposals: await Promise.all(["p1", "p2", "p3"].map((id) => store.proposal(id))),
    incidents: await store.incidents({ limit: 10 }),
    audit: (await store.auditRows(0)).items,
  };
}

it("leaves the same in the store, whatever becomes of it meanwhile, as if it had always been there", async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (steps) => {
      const folder = await mkdtemp(join(tmpdir(), "depmap-steady-"));
      const clock = { now: () => NOW };
      const real = createSqliteGraphStore({ path: join(folder, "graph.db") });
      const reference = createSqliteGraphStore({ path: join(folder, "reference.db") });
      const journal = createSqliteJournal({ path: join(folder, "journal.db"), clock });
      const switched = switchedStore(real);
      const silent = () => {};
      const start = () =>
        createSteadyStore({
          store: switched.store,
          journal,
          clock,
          log: { debug: silent, info: silent, warn: silent, error: silent },
          metrics: { count: silent, observe: silent },
        });
      let store = start();

      for (const [index, one] of steps.entries()) {
        if ("mode" in one) switched.mode = one.mode as "there" | "away" | "deaf";
        else if (one.kind === "settle") await store.settle();
        else if (one.kind === "remember") await store.remember().catch(silent);
        else if (one.kind === "restart") store = start();
        else {
          const wanted = one as Write;
          const isTaken = await make(store, wanted, NOW + index).then(
            () => true,
            (fault: unknown) =>
              !(fault instanceof DepmapError && fault.code === "graph-store-away"),
          );
          if (isTaken) await make(reference, wanted, NOW + index).catch(silent);
          kept += store.condition().owed;
        }
      }
      switched.mode = "there";
      await start().settle();
      await store.settle();

      expect(await contentsOf(real)).toEqual(await contentsOf(reference));
      expect((await journal.owed()).filter(({ state }) => state === "owed")).toEqual([]);
      for (const closing of [journal, real, reference]) await closing.close();
      await rm(folder, { recursive: true });
    }),
    { numRuns: Number(process.env["DEPMAP_TEST_RUNS"] ?? 10) },
  );
  expect(kept).toBeGreaterThan(10);
}, 60_000);

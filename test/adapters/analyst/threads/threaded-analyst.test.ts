import { expect, it } from "vitest";
import { syntheticSnapshot } from "../../../../bench/synthetic-estate.ts";
import { createThreadedAnalyst } from "../../../../src/adapters/analyst/threads/threaded-analyst.ts";
import { loneFailures } from "../../../../src/analysis/lone-failures/lone-failures.ts";
import { createLoneFailures, putRows } from "../../../../src/model/lone-failures.ts";
import type { Snapshot } from "../../../../src/model/snapshot/snapshot.ts";
import { graphOf, idOf, snapshotOf, dependencyOf } from "../../../support/graph-of.ts";

const QUESTION = new URL(
  "../../../../src/analysis/lone-failures/lone-failures.ts",
  import.meta.url,
);
const FAULTY = new URL("faulty-question.ts", import.meta.url);

function inThisThread(snapshot: Snapshot) {
  const table = createLoneFailures(snapshot.components.length);
  putRows(table, loneFailures(snapshot, 0, snapshot.components.length));
  return table;
}

it.each([1, 3])("answers with %i threads what one alone answers", async (threads) => {
  const snapshot = syntheticSnapshot(3000);
  const analyst = createThreadedAnalyst({ question: QUESTION, threads });

  const answer = await analyst.loneFailures(snapshot);

  expect(answer).toEqual(inThisThread(snapshot));
  expect(answer.down.some((count) => count > 100)).toBe(true);
});

it("takes fallbacks, redundancy groups, delays and journeys along", async () => {
  const grouped = { redundancyGroup: { name: "stores", needed: 1 } };
  const snapshot = snapshotOf(
    [
      dependencyOf("web -> checkout", { timeoutMs: 5 }),
      dependencyOf("checkout -> ledger", { fallback: "prod/shop/journal" }),
      dependencyOf("journal -> disk"),
      dependencyOf("ledger -> disk"),
      dependencyOf("checkout -> store-a", grouped),
      dependencyOf("checkout -> store-b", grouped),
      dependencyOf("store-a -runs-on-> zone"),
      dependencyOf("store-b -runs-on-> zone"),
    ],
    { journeys: [{ id: "buy", name: "Buy", entries: [idOf("web")], currency: "EUR" }] },
  );

  const { down, journeysStopped } = await createThreadedAnalyst({
    question: QUESTION,
  }).loneFailures(snapshot);

  const at = (name: string) => snapshot.indexOf.get(idOf(name)) as number;
  expect([down[at("ledger")], down[at("disk")]]).toEqual([0, 4]);
  expect([down[at("store-a")], down[at("zone")]]).toEqual([0, 4]);
  expect([journeysStopped[at("ledger")], journeysStopped[at("zone")]]).toEqual([0, 1]);
});

it("answers for an empty map", async () => {
  const answer = await createThreadedAnalyst({ question: QUESTION }).loneFailures(snapshotOf([]));

  expect(answer.origin).toHaveLength(0);
});

it("tells how far it is, up to the end", async () => {
  const heard: [number, number][] = [];
  const analyst = createThreadedAnalyst({ question: QUESTION, threads: 2 });

  await analyst.loneFailures(syntheticSnapshot(2000), {
    onProgress: (done, of) => heard.push([done, of]),
  });

  expect(heard.map(([done]) => done)).toEqual(
    heard.map(([done]) => done).toSorted((a, b) => a - b),
  );
  expect(heard.length).toBeGreaterThan(2);
  expect(heard.at(-1)).toEqual([2000, 2000]);
});

it.each([
  ["throws", "the question was too hard"],
  ["exits", "it ended with code 7"],
])(
  "turns a thread that %s into an error with a next step, and answers the next",
  async (name, why) => {
    const analyst = createThreadedAnalyst({ question: FAULTY });

    await expect(analyst.loneFailures(graphOf(`${name} -> x`))).rejects.toMatchObject({
      code: "cannot-answer",
      message: `a thread failed counting what 2 components take down, 0 done: ${why}; ask again, and give the process more memory if it is short`,
    });
    expect((await analyst.loneFailures(graphOf("well -> x"))).origin).toHaveLength(2);
  },
);

it("ends a thread that hangs when it is cancelled", async () => {
  const analyst = createThreadedAnalyst({ question: FAULTY });
  const cancel = new AbortController();

  const answer = analyst.loneFailures(graphOf("hangs -> x"), { signal: cancel.signal });
  cancel.abort();

  await expect(answer).rejects.toMatchObject({
    code: "cannot-answer",
    message: "stopped counting what 2 components take down, 0 done: it was cancelled; ask again",
  });
});

it("gives up at once when it was cancelled before", async () => {
  const analyst = createThreadedAnalyst({ question: QUESTION });

  await expect(
    analyst.loneFailures(graphOf("a -> b"), { signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: "cannot-answer" });
});

import { expect, it } from "vitest";
import { createPinoLog } from "../../../src/adapters/log/pino/pino-log.ts";
import { loneFailures } from "../../../src/analysis/lone-failures/lone-failures.ts";
import { singlePointsOfFailure } from "../../../src/analysis/single-points-of-failure.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import type { LoneFailures } from "../../../src/model/lone-failures.ts";
import type { Snapshot } from "../../../src/model/snapshot/snapshot.ts";
import type { Analyst, Following } from "../../../src/ports/analyst.ts";
import {
  createSinglePointBook,
  MOST_POINTS,
} from "../../../src/workflows/answers/keep-single-points.ts";
import { syntheticSnapshot } from "../../../bench/synthetic-estate.ts";
import { graphOf } from "../../support/graph-of.ts";

const log = createPinoLog({ level: "silent" });
const BIG = syntheticSnapshot(1200);

/** An analyst whose answers come when the test says so. */
function slowAnalyst() {
  const asked: {
    finish(): void;
    fail(why: Error): void;
    snapshot: Snapshot;
    following: Following;
  }[] = [];
  const analyst: Analyst = {
    loneFailures(snapshot, following = {}) {
      const { promise, resolve, reject } = Promise.withResolvers<LoneFailures>();
      const finish = () => resolve(loneFailures(snapshot, 0, snapshot.components.length));
      asked.push({ finish, fail: reject, snapshot, following });
      return promise;
    },
  };
  return { analyst, asked };
}

it("answers a small map at once, without the analyst", async () => {
  const { analyst, asked } = slowAnalyst();
  const book = createSinglePointBook({ analyst, log });
  const map = graphOf("a -> b");

  expect(await book.look(map)).toEqual({ answer: singlePointsOfFailure(map, 20) });
  expect(asked).toHaveLength(0);
});

it("answers a big map when the count is done, and keeps that for the same version", async () => {
  const { analyst, asked } = slowAnalyst();
  const book = createSinglePointBook({ analyst, log, patienceMs: 10_000 });

  const looking = book.look(BIG);
  asked[0]?.finish();

  expect(await looking).toEqual({ answer: singlePointsOfFailure(BIG, MOST_POINTS) });
  expect((await book.look({ ...BIG, asOf: 77 })).answer?.asOf).toBe(77);
  expect(asked).toHaveLength(1);
});

it("says how far the count is rather than keep anybody waiting", async () => {
  const { analyst, asked } = slowAnalyst();
  const book = createSinglePointBook({ analyst, log, patienceMs: 1 });

  expect(await book.look(BIG)).toEqual({ answer: undefined, counting: { done: 0, of: 1200 } });
  asked[0]?.following.onProgress?.(512, 1200);
  expect(await book.look(BIG)).toEqual({ answer: undefined, counting: { done: 512, of: 1200 } });
  expect(asked).toHaveLength(1);
});

it("gives the earlier map's answer while a newer map is being counted", async () => {
  const { analyst, asked } = slowAnalyst();
  const book = createSinglePointBook({ analyst, log, patienceMs: 500 });
  const looking = book.look(BIG);
  asked[0]?.finish();
  const { answer } = await looking;

  const newer = await book.look({ ...BIG, version: 2 });

  expect(newer).toEqual({ answer, counting: { done: 0, of: 1200 } });
  expect(asked.map(({ snapshot }) => snapshot.version)).toEqual([1, 2]);
});

it("counts the newer map after one that was under way when it came", async () => {
  const { analyst, asked } = slowAnalyst();
  const book = createSinglePointBook({ analyst, log, patienceMs: 5000 });
  const first = book.look(BIG);
  const second = book.look({ ...BIG, version: 2 });
  asked[0]?.finish();

  expect((await first).counting).toBeUndefined();
  expect(await second).toMatchObject({ answer: { version: 1 }, counting: { done: 0, of: 1200 } });
  expect(asked.map(({ snapshot }) => snapshot.version)).toEqual([1, 2]);
});

it("tells whoever asks that the count failed, and starts afresh for the next", async () => {
  const { analyst, asked } = slowAnalyst();
  const book = createSinglePointBook({ analyst, log, patienceMs: 10_000 });
  const looking = book.look(BIG);
  asked[0]?.fail(new DepmapError("cannot-answer", "a thread failed"));

  await expect(looking).rejects.toMatchObject({ code: "cannot-answer" });
  const again = book.look(BIG);
  asked[1]?.finish();
  expect((await again).answer?.count).toBeGreaterThan(0);
});

it("cancels the count that is under way when it is closed", async () => {
  const { analyst, asked } = slowAnalyst();
  const book = createSinglePointBook({ analyst, log, patienceMs: 1 });
  await book.look(BIG);

  book.close();

  expect(asked[0]?.following.signal?.aborted).toBe(true);
});

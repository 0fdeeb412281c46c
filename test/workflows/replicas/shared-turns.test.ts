import { describe, expect, it } from "vitest";
import { createSharedTurns } from "../../../src/workflows/replicas/shared-turns.ts";
import { errorsOnly } from "../../support/errors-only.ts";
import { createMemoryShare, type MemoryShare } from "../../support/memory-share.ts";

const QUICK = { askMs: 5, forMs: 300 };

function replicaOf(share: MemoryShare, settings = QUICK) {
  return createSharedTurns({ claims: share.view().claims, log: errorsOnly() }, settings);
}

describe("turns that hold for all replicas", () => {
  it("let work under one name run on one replica at a time, however long it takes", async () => {
    const share = createMemoryShare();
    const done: string[] = [];
    const work = (name: string, ms: number) => async () => {
      done.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, ms));
      done.push(`${name} ends`);
    };
    const first = replicaOf(share)("capture C1", work("one", 3 * QUICK.forMs));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([first, replicaOf(share)("capture C1", work("other", 1))]);

    expect(done).toEqual(["one begins", "one ends", "other begins", "other ends"]);
  });

  it("do not wait for work of another kind, so that a turn may hold a turn", async () => {
    const inTurn = replicaOf(createMemoryShare());

    const answer = await inTurn("action 1", () =>
      inTurn("capture 1", () => Promise.resolve("yes")),
    );

    expect(answer).toBe("yes");
  });

  it("pass on after work that failed, with its fault", async () => {
    const share = createMemoryShare();
    const fails = replicaOf(share)("share 1", () => Promise.reject(new Error("no")));
    await expect(fails).rejects.toThrow("no");

    expect(await replicaOf(share)("share 1", () => Promise.resolve("yes"))).toBe("yes");
  });

  it("do not wait for ever for a replica that died in its turn", async () => {
    const share = createMemoryShare();
    const { claims } = share.view();
    const dies = { ...claims, release: () => new Promise<never>(() => {}) };
    await createSharedTurns({ claims: dies, log: errorsOnly() }, QUICK)("share 1", async () => {});

    expect(await replicaOf(share)("share 1", () => Promise.resolve("yes"))).toBe("yes");
  });

  it("hold for this replica alone while the store is away", async () => {
    const share = createMemoryShare();
    share.isAway = true;

    expect(await replicaOf(share)("share 1", () => Promise.resolve("yes"))).toBe("yes");
  });
});

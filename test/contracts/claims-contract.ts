import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import type { Claims } from "../../src/ports/claims.ts";

/** What every way of agreeing must do. `open` gives one replica's view; all views are of the same claims. */
export function claimsContract(name: string, open: () => Claims): void {
  describe(`claims contract: ${name}`, () => {
    let lease: string;
    let one: Claims;
    let other: Claims;
    let count = 0;
    beforeEach(() => {
      count += 1;
      lease = `lease ${count}`;
      one = open();
      other = open();
    });

    it("gives a free lease, and not to a second one", async () => {
      const taken = await one.take(lease, "a", 60_000);

      expect(taken).toMatchObject({ name: lease, holder: "a" });
      expect(await other.take(lease, "b", 60_000)).toBeUndefined();
    });

    it("lets the holder prolong under the same fence", async () => {
      const taken = await one.take(lease, "a", 60_000);

      expect(await one.take(lease, "a", 60_000)).toEqual(taken);
    });

    it("gives it to one of many who ask at once", async () => {
      const holders = Array.from({ length: 20 }, (_, index) => `holder ${index}`);
      const answers = await Promise.all(
        holders.map((holder, index) => (index % 2 ? one : other).take(lease, holder, 60_000)),
      );

      expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
    });

    it("gives it to another once it has run out, under a higher fence", async () => {
      const first = await one.take(lease, "a", 20);
      await wait(60);
      const second = await other.take(lease, "b", 60_000);

      expect(second?.holder).toBe("b");
      expect(second?.fence).toBeGreaterThan(first?.fence ?? Number.POSITIVE_INFINITY);
      expect(await one.take(lease, "a", 60_000)).toBeUndefined();
    });

    it("is free at once when it was given back", async () => {
      const first = await one.take(lease, "a", 60_000);
      if (first) await one.release(first);
      const second = await other.take(lease, "b", 60_000);

      expect(second?.fence).toBeGreaterThan(first?.fence ?? Number.POSITIVE_INFINITY);
    });

    it("leaves alone a lease that another one holds by now", async () => {
      const first = await one.take(lease, "a", 20);
      await wait(60);
      const second = await other.take(lease, "b", 60_000);
      if (first) await one.release(first);

      expect(await one.take(lease, "a", 60_000)).toBeUndefined();
      expect(await other.take(lease, "b", 60_000)).toEqual(second);
    });

    it("keeps leases apart", async () => {
      await one.take(lease, "a", 60_000);

      expect(await other.take(`${lease} too`, "b", 60_000)).toMatchObject({ holder: "b" });
    });
  });
}

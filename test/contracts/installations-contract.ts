import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Installations } from "../../src/ports/installations.ts";

/** What every keeping of installations must do. All views that `open` gives are of the same ones, empty at first. */
export function installationsContract(name: string, open: () => Installations): void {
  describe(`installations contract: ${name}`, () => {
    let one: Installations;
    let other: Installations;
    beforeEach(() => {
      one = open();
      other = open();
    });
    afterEach(async () => {
      for (const { id } of await one.all()) await one.remove(id);
      await one.close();
      await other.close();
    });

    it("lets one find what the other has put in", async () => {
      await one.put({ id: "slack T1", sealed: "x1" });

      expect(await other.find("slack T1")).toEqual({ id: "slack T1", sealed: "x1" });
      expect(await other.find("slack T2")).toBeUndefined();
    });

    it("lists them in the order of their first coming, with what was put in last", async () => {
      await one.put({ id: "slack T9", sealed: "a" });
      await one.put({ id: "slack T1", sealed: "b" });
      await other.put({ id: "slack T9", sealed: "c" });

      expect(await one.all()).toEqual([
        { id: "slack T9", sealed: "c" },
        { id: "slack T1", sealed: "b" },
      ]);
    });

    it("forgets what is removed, twice as well as once", async () => {
      await one.put({ id: "slack T1", sealed: "x1" });
      await other.remove("slack T1");
      await other.remove("slack T1");

      expect(await one.find("slack T1")).toBeUndefined();
      expect(await one.all()).toEqual([]);
    });
  });
}

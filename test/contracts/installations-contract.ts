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

    it("lets one of several replace what they have all seen", async () => {
      await one.put({ id: "slack T1", sealed: "seen" });

      const done = await Promise.all(
        [one, other, one, other].map((view, index) =>
          view.replace({ id: "slack T1", sealed: `new ${index}` }, "seen"),
        ),
      );

      const winner = done.indexOf(true);
      expect(done.filter(Boolean)).toHaveLength(1);
      expect(await one.find("slack T1")).toEqual({ id: "slack T1", sealed: `new ${winner}` });
    });

    it("replaces nothing that is not there, and keeps what has changed since", async () => {
      expect(await one.replace({ id: "slack T1", sealed: "b" }, "a")).toBe(false);
      await one.put({ id: "slack T2", sealed: "new" });
      expect(await other.replace({ id: "slack T2", sealed: "late" }, "old")).toBe(false);
      await other.remove("slack T2", "old");

      expect(await one.all()).toEqual([{ id: "slack T2", sealed: "new" }]);
      await other.remove("slack T2", "new");
      expect(await one.all()).toEqual([]);
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

import { beforeEach, describe, expect, it } from "vitest";
import type { Action } from "../../src/model/reply.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { SharedActions } from "../../src/ports/shared-actions.ts";

const DAY_MS = 86_400_000;

/** What every shared keeping of actions must do. All views that `open` gives are of the same actions. */
export function sharedActionsContract(name: string, open: (clock: Clock) => SharedActions): void {
  describe(`shared actions contract: ${name}`, () => {
    const action: Action = { type: "command", line: "blast-radius prod/shop/cart" };
    let now: number;
    let one: SharedActions;
    let other: SharedActions;
    beforeEach(() => {
      now = Date.UTC(2026, 4, 4, 12);
      const clock = { now: () => now };
      one = open(clock);
      other = open(clock);
    });

    it("lets one find what the other has put in", async () => {
      await one.put("id1", action, "m1");

      expect(await other.find("id1")).toEqual(action);
      expect(await other.find("id2")).toBeUndefined();
    });

    it("takes the same again", async () => {
      await one.put("id1", action, "m1");
      await other.put("id1", action, "m1");

      expect(await one.find("id1")).toEqual(action);
    });

    it("knows nothing older than ninety days, and drops it on demand", async () => {
      await one.put("old", action, "m1");
      now += 91 * DAY_MS;
      await one.put("young", action, "m1");

      expect(await other.find("old")).toBeUndefined();
      await other.forget();
      now -= 91 * DAY_MS;
      expect(await other.find("old")).toBeUndefined();
      expect(await other.find("young")).toEqual(action);
    });

    it("keeps longer what is put in again", async () => {
      await one.put("again", action, "m1");
      now += 60 * DAY_MS;
      await one.put("again", action, "m1");
      now += 60 * DAY_MS;

      expect(await other.find("again")).toEqual(action);
    });
  });
}

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReceivedEvent } from "../../src/ports/journal.ts";
import type { SharedInbox } from "../../src/ports/shared-inbox.ts";

const NOON = Date.UTC(2026, 4, 4, 12);

/** What every shared inbox must do. `open` gives one replica's view; all views are of the same inbox, empty at first. */
export function sharedInboxContract(name: string, open: () => SharedInbox): void {
  describe(`shared inbox contract: ${name}`, () => {
    let one: SharedInbox;
    let other: SharedInbox;
    beforeEach(() => {
      one = open();
      other = open();
    });
    afterEach(async () => {
      await one.settle((await one.waiting(1000)).map(({ id }) => id));
    });

    function event(id: string, change: Partial<ReceivedEvent> = {}): ReceivedEvent {
      return { id, sender: "pagerduty", subject: "P1", receivedAt: NOON, body: "{}", ...change };
    }

    it("shows to one what the other has put in, word for word", async () => {
      const odd = event("e1", { body: '{"title":"\\u0000 „x“ $y {z}"}\n', sender: "chat" });
      await one.put([odd]);

      expect(await other.waiting(10)).toEqual([odd]);
    });

    it("gives the oldest first, and no more than asked for", async () => {
      await one.put([event("e2", { receivedAt: NOON + 2 }), event("e1")]);
      await other.put([event("e3", { receivedAt: NOON + 1 })]);

      expect((await one.waiting(2)).map(({ id }) => id)).toEqual(["e1", "e3"]);
    });

    it("leaves an event as it is when it is put in again", async () => {
      await one.put([event("e1")]);
      await other.put([event("e1", { body: "other", receivedAt: NOON + 5 })]);

      expect(await one.waiting(10)).toEqual([event("e1")]);
    });

    it("keeps an event once when many put it in at once", async () => {
      const events = Array.from({ length: 20 }, (_, index) => event(`e${index}`));
      await Promise.all([
        one.put(events),
        other.put(events.toReversed()),
        one.put(events.slice(5)),
        other.put(events.slice(0, 15)),
      ]);

      expect(await one.waiting(100)).toHaveLength(20);
    });

    it("shows nobody what is settled, and passes over what it does not know", async () => {
      await one.put([event("e1"), event("e2")]);
      await other.settle(["e1", "never seen"]);

      expect((await one.waiting(10)).map(({ id }) => id)).toEqual(["e2"]);
    });

    it("takes nothing at all", async () => {
      await one.put([]);
      await one.settle([]);

      expect(await one.waiting(10)).toEqual([]);
    });
  });
}

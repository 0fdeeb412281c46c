import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/ports/clock.ts";
import type { ActionBox, Journal, OwedWrites, ReceivedEvent } from "../../src/ports/journal.ts";
import { owedPromises } from "./journal/owed-promises.ts";

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 4, 4, 12);

/** What every journal must do. Call it once per adapter, with a way to open the journal in a folder. */
export function journalContract(
  name: string,
  open: (folder: string, clock: Clock) => Journal & ActionBox & OwedWrites,
): void {
  describe(`journal contract: ${name}`, () => {
    let folder: string;
    let now: number;
    let journal: Journal & ActionBox & OwedWrites;
    const clock = { now: () => now };

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "depmap-journal-"));
      now = NOON;
      journal = open(folder, clock);
    });
    afterEach(async () => {
      await journal.close();
      await rm(folder, { recursive: true });
    });

    function event(id: string, change: Partial<ReceivedEvent> = {}): ReceivedEvent {
      return { id, sender: "pagerduty", subject: "P1", receivedAt: now, body: `{}`, ...change };
    }

    async function reopen(): Promise<void> {
      await journal.close();
      journal = open(folder, clock);
    }

    describe("what came in", () => {
      it("is empty at first", async () => {
        expect(await journal.unhandledSubjects(10)).toEqual([]);
        expect(await journal.eventsOf("P1")).toEqual([]);
      });

      it("keeps an event once, however often it comes", async () => {
        expect(await journal.receive(event("e1"))).toBe("new");
        expect(await journal.receive(event("e1", { body: "other" }))).toBe("known");

        expect(await journal.eventsOf("P1")).toEqual([event("e1")]);
      });

      it("keeps an event once when it comes many times at once", async () => {
        const answers = await Promise.all(
          Array.from({ length: 20 }, () => journal.receive(event("e1"))),
        );

        expect(answers.filter((answer) => answer === "new")).toHaveLength(1);
      });

      it("does not take a chat's id for PagerDuty's", async () => {
        await journal.receive(event("e1"));

        expect(await journal.receive(event("e1", { sender: "chat" }))).toBe("new");
      });

      it("gives a subject's events in the order of arrival, not of their dates", async () => {
        await journal.receive(event("late", { receivedAt: now + 1000 }));
        await journal.receive(event("elsewhere", { subject: "P2" }));
        await journal.receive(event("early", { receivedAt: now - 1000 }));

        expect((await journal.eventsOf("P1")).map(({ id }) => id)).toEqual(["late", "early"]);
      });

      it("puts the subject with the newest event first, and no more than asked for", async () => {
        await journal.receive(event("e1", { subject: "P1" }));
        await journal.receive(event("e2", { subject: "P2" }));
        await journal.receive(event("e3", { subject: "P3" }));
        await journal.receive(event("e4", { subject: "P1" }));

        expect(await journal.unhandledSubjects(2)).toEqual(["P1", "P3"]);
      });

      it("keeps any body as it came", async () => {
        const bodies = fc.string({ unit: "grapheme", maxLength: 200 });
        await fc.assert(
          fc.asyncProperty(fc.uuid(), bodies, async (id, body) => {
            await journal.receive(event(id, { subject: id, body }));
            expect((await journal.eventsOf(id)).map((one) => one.body)).toContain(body);
          }),
          { numRuns: 100 },
        );
      });
    });

    describe("what was handled", () => {
      it("is not waiting any more, and can still be read", async () => {
        await journal.receive(event("e1"));

        await journal.handled(await journal.eventsOf("P1"));

        expect(await journal.unhandledSubjects(10)).toEqual([]);
        expect(await journal.eventsOf("P1")).toHaveLength(1);
      });

      it("does not cover an event that came meanwhile", async () => {
        await journal.receive(event("e1"));
        const seen = await journal.eventsOf("P1");

        await Promise.all([journal.receive(event("e2")), journal.handled(seen)]);

        expect(await journal.unhandledSubjects(10)).toEqual(["P1"]);
      });

      it("stays handled when the event comes again", async () => {
        await journal.receive(event("e1"));
        await journal.handled(await journal.eventsOf("P1"));

        await journal.receive(event("e1"));

        expect(await journal.unhandledSubjects(10)).toEqual([]);
      });
    });

    describe("what nobody has handled", () => {
      it("is given in the order of arrival, whatever it is about", async () => {
        await journal.receive(event("e1", { subject: "P2" }));
        await journal.receive(event("e2"));
        await journal.receive(event("e3", { subject: "P2" }));
        await journal.handled([event("e1")]);

        expect(await journal.unhandled(10)).toEqual([event("e2"), event("e3", { subject: "P2" })]);
        expect(await journal.unhandled(1)).toEqual([event("e2")]);
      });

      it("waits again when it is received again on purpose, even when it was forgotten", async () => {
        await journal.receive(event("e1"));
        await journal.handled([event("e1")]);
        await journal.forget(now + 1);

        await journal.receiveAgain([event("e1"), event("e2")]);

        expect(await journal.unhandled(10)).toEqual([event("e1"), event("e2")]);
        expect(await journal.eventsOf("P1")).toEqual([event("e1"), event("e2")]);
      });

      it("waits once when it waits already", async () => {
        await journal.receive(event("e1"));

        await journal.receiveAgain([event("e1")]);

        expect(await journal.unhandled(10)).toEqual([event("e1")]);
      });
    });

    describe("what we owe", () => {
      const briefing = {
        key: "briefing P1",
        subject: "P1",
        chat: "local",
        channel: "incidents",
        at: NOON,
      };

      it("is an intent until it was sent", async () => {
        expect(await journal.intend(briefing)).toEqual({ ...briefing, state: "intent" });

        await journal.sent("briefing P1", "m7", "hash");

        const sent = { ...briefing, state: "sent", message: "m7", shown: "hash" };
        expect(await journal.post("briefing P1")).toEqual(sent);
        expect(await journal.postsOf("P1")).toEqual([sent]);
      });

      it("is left as it was sent when it is intended again", async () => {
        await journal.intend(briefing);
        await journal.sent("briefing P1", "m7", "hash");

        const again = await journal.intend({ ...briefing, channel: "elsewhere", at: NOON + 1 });

        expect(again).toMatchObject({ state: "sent", message: "m7", channel: "incidents" });
      });

      it("keeps its first place and time while it is only intended, for that is where to look", async () => {
        await journal.intend(briefing);

        const again = await journal.intend({ ...briefing, channel: "elsewhere", at: NOON + 1 });

        expect(again).toEqual({ ...briefing, state: "intent" });
      });

      it("notes when it was last tried, as long as it is only intended", async () => {
        await journal.intend({ ...briefing, triedAt: NOON });
        await journal.intend({ ...briefing, triedAt: NOON + 5 });
        const again = await journal.intend(briefing);
        await journal.sent("briefing P1", "m1", "");
        await journal.intend({ ...briefing, triedAt: NOON + 9 });

        expect(again.triedAt).toBe(NOON + 5);
        expect((await journal.post("briefing P1"))?.triedAt).toBe(NOON + 5);
      });

      it("notes what was last shown with every edit", async () => {
        await journal.intend(briefing);
        await journal.sent("briefing P1", "m7", "first");

        await journal.sent("briefing P1", "m7", "second");

        expect((await journal.post("briefing P1"))?.shown).toBe("second");
      });

      it("lists a subject's posts, oldest first", async () => {
        await journal.intend({ ...briefing, key: "b", thread: "m1", at: NOON + 2 });
        await journal.intend({ ...briefing, key: "a", at: NOON + 1 });
        await journal.intend({ ...briefing, key: "c", subject: "P2" });

        expect((await journal.postsOf("P1")).map(({ key }) => key)).toEqual(["a", "b"]);
      });

      it("are found by their channel, the oldest first, as far back as asked", async () => {
        const line = { ...briefing, thread: "m1" };
        await journal.intend({ ...line, key: "late", at: NOON + 2 });
        await journal.intend({ ...line, key: "early", at: NOON + 1 });
        await journal.intend({ ...line, key: "too early", at: NOON });
        await journal.intend({ ...line, key: "there", at: NOON + 1, channel: "elsewhere" });

        const found = await journal.postsIn("incidents", NOON + 1);

        expect(found.map(({ key }) => key)).toEqual(["early", "late"]);
      });

      it("refuses to note as sent what nobody intended, and harms nobody else's write", async () => {
        const [wrong, right] = await Promise.allSettled([
          journal.sent("nothing", "m7", "hash"),
          journal.receive(event("e1")),
        ]);

        expect(wrong).toMatchObject({ status: "rejected", reason: { code: "bad-input" } });
        expect(right).toMatchObject({ status: "fulfilled", value: "new" });
        expect(await journal.eventsOf("P1")).toHaveLength(1);
      });
    });

    describe("what is forgotten", () => {
      it("are handled events from before, and never unhandled ones", async () => {
        await journal.receive(event("old", { receivedAt: now - 30 * DAY_MS }));
        await journal.receive(event("recent", { receivedAt: now - DAY_MS }));
        await journal.handled(await journal.eventsOf("P1"));
        await journal.receive(event("waiting", { receivedAt: now - 30 * DAY_MS }));

        expect(await journal.forget(now - 2 * DAY_MS)).toBe(1);

        const left = (await journal.eventsOf("P1")).map(({ id }) => id);
        expect(left).toEqual(["recent", "waiting"]);
      });

      it("are not the ids of the last seven days: the same event is still known", async () => {
        await journal.receive(event("e1", { receivedAt: now - 6 * DAY_MS }));
        await journal.handled(await journal.eventsOf("P1"));

        expect(await journal.forget(now)).toBe(1);

        expect(await journal.eventsOf("P1")).toEqual([]);
        expect(await journal.receive(event("e1"))).toBe("known");
        expect(await journal.unhandledSubjects(10)).toEqual([]);
      });

      it("is all there is, however much", async () => {
        const many = Array.from({ length: 1300 }, (_, index) =>
          event(`e${index}`, { receivedAt: now - 30 * DAY_MS }),
        );
        await Promise.all(many.map((one) => journal.receive(one)));
        await journal.handled(many);

        expect(await journal.forget(now)).toBe(1300);

        expect(await journal.eventsOf("P1")).toEqual([]);
        expect(await journal.receive(event("e7"))).toBe("new");
      });

      it("is counted once", async () => {
        await journal.receive(event("e1", { receivedAt: now - DAY_MS }));
        await journal.handled(await journal.eventsOf("P1"));
        await journal.forget(now);

        expect(await journal.forget(now)).toBe(0);
      });
    });

    describe("what buttons do", () => {
      const approve = {
        type: "decide-proposal",
        proposalId: "p1",
        decision: "approve",
      } as const;

      it("has one id per action and message, which survives a restart", async () => {
        const id = await journal.keep(approve, "m1");
        const reordered = {
          decision: "approve",
          proposalId: "p1",
          type: "decide-proposal",
        } as const;
        expect(await journal.keep(reordered, "m1")).toBe(id);
        expect(await journal.keep(approve, "m2")).not.toBe(id);

        await reopen();

        expect(await journal.keep(approve, "m1")).toBe(id);
        expect(await journal.find(id)).toEqual(approve);
      });

      it("cannot be guessed from another's id", async () => {
        const ids = await Promise.all(
          Array.from({ length: 50 }, (_, index) => journal.keep(approve, `m${index}`)),
        );

        expect(new Set(ids).size).toBe(50);
        for (const id of ids) expect(id).toMatch(/^[\w-]{22,}$/);
      });

      it("is unknown under an id that nobody gave", async () => {
        expect(await journal.find("nobody")).toBeUndefined();
      });

      it("is forgotten after ninety days, counted from the last time it was shown", async () => {
        const shownOnce = await journal.keep(approve, "m1");
        const shownAgain = await journal.keep(approve, "m2");
        now += 60 * DAY_MS;
        await journal.keep(approve, "m2");

        now += 31 * DAY_MS;

        expect(await journal.find(shownOnce)).toBeUndefined();
        expect(await journal.find(shownAgain)).toEqual(approve);
      });
    });

    describe("what the graph store is owed", () => {
      owedPromises(() => journal, reopen);
    });

    describe("the disk", () => {
      it("has everything after a restart", async () => {
        await journal.receive(event("e1"));
        await journal.intend({ key: "k", subject: "P1", chat: "local", channel: "c", at: now });

        await reopen();

        expect(await journal.unhandledSubjects(10)).toEqual(["P1"]);
        expect(await journal.receive(event("e1"))).toBe("known");
        expect(await journal.post("k")).toMatchObject({ state: "intent" });
      });

      it("has what was under way when the journal was closed", async () => {
        const receiving = journal.receive(event("e1"));

        await reopen();

        expect(await receiving).toBe("new");
        expect(await journal.eventsOf("P1")).toHaveLength(1);
      });

      it("is shared by two journals: an event is new to one of them only", async () => {
        const other = open(folder, clock);
        const answers = await Promise.all(
          Array.from({ length: 40 }, (_, index) =>
            (index % 2 === 0 ? journal : other).receive(event(`e${index >> 1}`)),
          ),
        );
        await other.close();

        expect(answers.filter((answer) => answer === "new")).toHaveLength(20);
        expect(await journal.eventsOf("P1")).toHaveLength(20);
      });

      it("is ready when it can be written", async () => {
        await expect(journal.probe()).resolves.toBeUndefined();
      });

      it("is away once the journal is closed", async () => {
        const closed = open(folder, clock);
        await closed.close();

        await expect(closed.receive(event("e1"))).rejects.toMatchObject({ code: "journal-away" });
        await expect(closed.eventsOf("P1")).rejects.toMatchObject({ code: "journal-away" });
      });
    });
  });
}

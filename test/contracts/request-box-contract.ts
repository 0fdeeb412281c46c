import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/ports/clock.ts";
import type { KeptRequest, RequestBox } from "../../src/ports/request-box.ts";

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 4, 4, 12);

/** A box that can be closed. */
export interface OpenBox {
  readonly requests: RequestBox;
  close(): Promise<void>;
}

/** What every request box must do. Call it once per adapter, with a way to open the box in a folder. */
export function requestBoxContract(
  name: string,
  open: (folder: string, clock: Clock) => OpenBox,
): void {
  describe(`request box contract: ${name}`, () => {
    let folder: string;
    let now: number;
    let box: OpenBox;
    const clock = { now: () => now };

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "depmap-requests-"));
      now = NOON;
      box = open(folder, clock);
    });
    afterEach(async () => {
      await box.close();
      await rm(folder, { recursive: true });
    });

    function request(id: string, change: Partial<KeptRequest> = {}): KeptRequest {
      return {
        id,
        chat: "slack",
        body: `{"says":"${id}"}`,
        receivedAt: now,
        attempts: 0,
        ...change,
      };
    }

    async function reopen(): Promise<void> {
      await box.close();
      box = open(folder, clock);
    }

    it("is empty at first", async () => {
      expect(await box.requests.unanswered("slack")).toEqual([]);
    });

    it("gives a chat's unanswered requests in the order of arrival, after a restart too", async () => {
      await box.requests.keep(request("late", { receivedAt: now + 1000 }));
      await box.requests.keep(request("elsewhere", { chat: "teams" }));
      await box.requests.keep(request("early"));

      await reopen();

      const waiting = await box.requests.unanswered("slack");
      expect(waiting).toEqual([request("late", { receivedAt: now + 1000 }), request("early")]);
    });

    it("keeps a request once, however often it comes, and as it came first", async () => {
      expect(await box.requests.keep(request("r1"))).toBe("new");
      expect(await box.requests.keep(request("r1", { body: "{}" }))).toBe("known");

      expect(await box.requests.unanswered("slack")).toEqual([request("r1")]);
    });

    it("keeps a request once when it comes many times at once", async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => box.requests.keep(request("r1"))),
      );

      expect(answers.filter((answer) => answer === "new")).toHaveLength(1);
    });

    it("counts how often answering was begun, over restarts", async () => {
      await box.requests.keep(request("r1"));

      expect(await box.requests.begin("r1")).toBe(1);
      await reopen();

      expect(await box.requests.begin("r1")).toBe(2);
      expect(await box.requests.unanswered("slack")).toEqual([request("r1", { attempts: 2 })]);
    });

    it("does not begin what is answered, nor what nobody asked", async () => {
      await box.requests.keep(request("r1"));
      await box.requests.answered("r1");

      expect(await box.requests.begin("r1")).toBe(0);
      expect(await box.requests.begin("never seen")).toBe(0);
    });

    it("knows an answered request again after a restart", async () => {
      await box.requests.keep(request("r1"));
      await box.requests.answered("r1");
      await box.requests.answered("r1");

      await reopen();

      expect(await box.requests.keep(request("r1"))).toBe("known");
      expect(await box.requests.unanswered("slack")).toEqual([]);
    });

    it("forgets what was answered long ago, and nothing that waits", async () => {
      for (const id of ["answered", "waits"]) await box.requests.keep(request(id));
      await box.requests.answered("answered");
      now += 8 * DAY_MS;

      expect(await box.requests.forgetRequests(now)).toBe(1);

      expect(await box.requests.keep(request("answered"))).toBe("new");
      expect(await box.requests.keep(request("waits"))).toBe("known");
    });

    it("keeps ids for seven days, whatever it is told to forget", async () => {
      await box.requests.keep(request("r1"));
      await box.requests.answered("r1");
      now += 6 * DAY_MS;

      expect(await box.requests.forgetRequests(now)).toBe(0);

      expect(await box.requests.keep(request("r1"))).toBe("known");
    });

    it("forgets any number", async () => {
      const ids = Array.from({ length: 600 }, (_, number) => `r${number}`);
      await Promise.all(ids.map((id) => box.requests.keep(request(id))));
      await Promise.all(ids.map((id) => box.requests.answered(id)));
      now += 8 * DAY_MS;

      expect(await box.requests.forgetRequests(now)).toBe(600);
    });
  });
}

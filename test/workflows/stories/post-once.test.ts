import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import { Reply } from "../../../src/model/reply.ts";
import type { Chat } from "../../../src/ports/chat.ts";
import type { Journal } from "../../../src/ports/journal.ts";
import {
  postOnce,
  type Posted,
  type PostTools,
  type Wanted,
} from "../../../src/workflows/stories/post-once.ts";
import type { Term } from "../../../src/workflows/stories/term.ts";
import { createRecordingChat, type RecordingChat } from "../../support/recording-chat.ts";

describe("postOnce", () => {
  let folder: string;
  let journal: Journal;
  let chat: RecordingChat;
  const clock = { now: () => 1000 };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "depmap-post-"));
    journal = createSqliteJournal({ path: join(folder, "journal.db"), clock });
    chat = createRecordingChat();
  });
  afterEach(async () => {
    await journal.close();
    await rm(folder, { recursive: true });
  });

  function say(headline: string, channel = "c1"): Promise<Posted> {
    return postOnce(
      { journal, chat, clock, settleMs: 0 },
      {
        key: "briefing P1",
        subject: "P1",
        reply: Reply.parse({ headline }),
        place: () => Promise.resolve({ channel }),
      },
    );
  }

  it("posts, then edits, then leaves alone what stands there already", async () => {
    const did = [await say("one"), await say("two"), await say("two")].map((posted) => posted.did);

    expect(did).toEqual(["posted", "edited", "nothing"]);
    expect(chat.messages).toMatchObject([{ reply: { headline: "two" }, edits: 1 }]);
  });

  it("goes back to the earlier reply after an edit whose answer was lost", async () => {
    await say("one");
    chat.fault = () => "reply lost";
    await expect(say("two")).rejects.toThrow("away");
    chat.fault = () => "none";

    await say("one");

    expect(chat.messages).toMatchObject([{ reply: { headline: "one" } }]);
  });

  it("finds a post whose answer was lost, and brings it up to date", async () => {
    chat.fault = () => "reply lost";
    await expect(say("one")).rejects.toThrow("away");
    chat.fault = () => "none";

    expect((await say("two")).did).toBe("found");
    expect(chat.messages).toMatchObject([{ reply: { headline: "two" } }]);
  });

  it("stays in the channel of the first attempt", async () => {
    chat.fault = () => "reply lost";
    await expect(say("one", "c1")).rejects.toThrow("away");
    chat.fault = () => "none";

    expect(await say("one", "c2")).toMatchObject({ did: "found", channel: "c1" });
  });

  it("posts when the earlier attempt never got through", async () => {
    chat.fault = () => "refused";
    await expect(say("one")).rejects.toThrow("away");
    chat.fault = () => "none";

    expect((await say("one")).did).toBe("posted");
  });

  it("waits for the last attempt, which may still be on its way, and not for the first one only", async () => {
    const settleMs = 60;
    const attempts: RecordingChat["post"][] = [
      async () => await Promise.reject(new DepmapError("chat-away", "refused")),
      async (...message) => {
        setTimeout(() => void chat.post(...message), settleMs / 2);
        return await Promise.reject(new DepmapError("chat-away", "no answer in time"));
      },
    ];
    const tools: PostTools = {
      journal,
      chat: {
        ...chat,
        post: async (...message) => await (attempts.shift()?.(...message) ?? chat.post(...message)),
      },
      clock: { now: () => Date.now() },
      settleMs,
    };
    const wanted: Wanted = {
      key: "briefing P1",
      subject: "P1",
      reply: Reply.parse({ headline: "one" }),
      place: () => Promise.resolve({ channel: "c1" }),
    };
    await expect(postOnce(tools, wanted)).rejects.toThrow("refused");
    await wait(settleMs);
    await expect(postOnce(tools, wanted)).rejects.toThrow("no answer");

    expect((await postOnce(tools, wanted)).did).toBe("found");
    expect(chat.messages).toHaveLength(1);
  });

  describe("in a term, when other replicas may have posted", () => {
    const term: Term = { name: "one", fence: 1, since: 0, mayPost: () => {}, kept: new Set() };
    const tools = (change: Partial<Term> = {}): PostTools => {
      return { journal, chat, clock, settleMs: 0, term: { ...term, ...change } };
    };
    const wanted = (headline: string): Wanted => ({
      key: "briefing P1",
      subject: "P1",
      reply: Reply.parse({ headline }),
      place: () => Promise.resolve({ channel: "c1" }),
      perhapsSince: 0,
    });

    it("finds what another one posted, and brings it up to date", async () => {
      await chat.post({ channel: "c1" }, Reply.parse({ headline: "one" }), "briefing P1");

      expect(await postOnce(tools(), wanted("two"))).toMatchObject({ did: "found", message: "m1" });
      expect(chat.messages).toMatchObject([{ reply: { headline: "two" } }]);
    });

    it("looks as far back after an attempt of its own that failed", async () => {
      const since: number[] = [];
      const looking = {
        ...chat,
        findPosted: async (...args: Parameters<Chat["findPosted"]>) => {
          since.push(args[2]);
          return await Promise.reject(new DepmapError("chat-away", "no answer"));
        },
      };
      const blind = { ...tools(), chat: looking, clock: { now: () => 9_000_000 } };

      await expect(postOnce(blind, wanted("one"))).rejects.toThrow("no answer");
      await expect(postOnce(blind, wanted("one"))).rejects.toThrow("no answer");

      expect(new Set(since).size).toBe(1);
    });

    it("edits again what it showed in another term: somebody may have changed it since", async () => {
      await postOnce(tools(), wanted("one"));

      expect((await postOnce(tools(), wanted("one"))).did).toBe("nothing");
      expect((await postOnce(tools({ name: "two" }), wanted("one"))).did).toBe("edited");
    });

    it("neither posts nor edits once the term is over", async () => {
      const mayPost = () => {
        throw new DepmapError("lease-lost", "over");
      };
      await expect(postOnce(tools({ mayPost }), wanted("one"))).rejects.toThrow("over");
      expect(chat.messages).toEqual([]);

      await postOnce(tools(), wanted("one"));
      await expect(postOnce(tools({ mayPost }), wanted("two"))).rejects.toThrow("over");
      expect(chat.messages).toMatchObject([{ reply: { headline: "one" }, edits: 0 }]);
    });
  });
});

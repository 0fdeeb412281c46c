import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { Reply } from "../../src/model/reply.ts";
import type { Journal } from "../../src/ports/journal.ts";
import { postOnce, type Posted } from "../../src/workflows/post-once.ts";
import { createRecordingChat, type RecordingChat } from "../support/recording-chat.ts";

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
});

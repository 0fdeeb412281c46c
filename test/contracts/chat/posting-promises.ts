import { expect } from "vitest";
import { fitReply } from "../../../src/model/reply-budget.ts";
import { BUDGET, Reply } from "../../../src/model/reply.ts";
import { richReply } from "../../support/rich-reply.ts";
import { saying, type Declare } from "./chat-under-test.ts";

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "<!channel> <@U1> @here",
  "[click](https://evil.example) *bold* _it_ `code`",
  "<https://evil.example|click>",
  "</li></ol><hx-partial hx-target=body>",
  "{{7*7}} ${7*7} <%= 7*7 %>",
  "javascript:alert(1)",
].join(" ");

/** What depmap says: posting, editing, finding again. */
export function postingPromises(promise: Declare): void {
  promise("finds what was posted by its key", async ({ chat }) => {
    const { id: channel } = await chat.openChannel("inc-1");

    const message = await chat.post({ channel }, saying("first"), "briefing P1");

    expect(await chat.findPosted({ channel }, "briefing P1", 0)).toBe(message);
    expect(await chat.findPosted({ channel }, "briefing P2", 0)).toBeUndefined();
  });

  promise("looks for keys only where and since when it is told", async ({ chat }) => {
    const { id: channel } = await chat.openChannel("inc-1");
    const { id: other } = await chat.openChannel("inc-2");
    const root = await chat.post({ channel }, saying("root"), "root");
    const line = await chat.post({ channel, thread: root }, saying("line"), "line");
    const [posted] = await chat.thread(channel, root);

    expect(await chat.findPosted({ channel, thread: root }, "line", 0)).toBe(line);
    expect(await chat.findPosted({ channel: other }, "root", 0)).toBeUndefined();
    expect(await chat.findPosted({ channel }, "root", (posted?.at ?? 0) + 60_000)).toBeUndefined();
  });

  promise("edits a message in place, twice as well as once", async ({ chat, approver }) => {
    const { id: channel } = await chat.openChannel("inc-1");
    const message = await chat.post({ channel }, saying("3 are hit"), "k");

    await chat.edit(channel, message, saying("4 are hit"));
    await chat.edit(channel, message, saying("4 are hit"));

    expect(await approver.reads({ channel })).toEqual([expect.stringContaining("4 are hit")]);
    expect(await chat.findPosted({ channel }, "k", 0)).toBe(message);
  });

  promise("refuses to edit a message that is not there", async ({ chat }) => {
    const { id: channel } = await chat.openChannel("inc-1");

    await expect(chat.edit(channel, "no-such-message", saying("x"))).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  promise("gives the same channel for the same name", async ({ chat }) => {
    const opened = await chat.openChannel("inc-q7-checkout");

    expect(await chat.openChannel("inc-q7-checkout")).toEqual(opened);
    expect(await chat.findChannel(opened.name)).toEqual(opened);
    expect(await chat.findChannel(opened.id)).toEqual(opened);
    expect(await chat.findChannel("never-opened")).toBeUndefined();
  });

  promise("reads a thread, root first, edits followed, deletions left out", async (under) => {
    const { chat, approver, guest } = under;
    const { id: channel } = await chat.openChannel("postmortem");
    const root = await approver.says({ channel }, "what did we learn?");
    const thread = { channel, thread: root };
    await guest.says(thread, "nothing");
    const edited = await approver.says(thread, "A needs B");
    const deleted = await approver.says(thread, "A needs C");
    await approver.changes(edited, "checkout reads the table that billing fills");
    await approver.deletes(deleted);

    const read = await chat.thread(channel, root);

    expect(read.map(({ text }) => text)).toEqual([
      "what did we learn?",
      "nothing",
      "checkout reads the table that billing fills",
    ]);
    expect(new Set(read.map(({ id }) => id)).size).toBe(3);
    expect(read.map(({ author }) => author !== "")).toEqual([true, true, true]);
    expect(read.map(({ link }) => link.includes(root) || link !== "")).toEqual([true, true, true]);
  });

  promise("keeps what was posted across a restart", async (under) => {
    const { id: channel } = await under.chat.openChannel("inc-1");
    const root = await under.chat.post({ channel }, saying("briefing"), "k");
    await under.approver.says({ channel, thread: root }, "on it");

    await under.restart();

    expect(await under.chat.findPosted({ channel }, "k", 0)).toBe(root);
    expect((await under.chat.thread(channel, root)).map(({ text }) => text).at(-1)).toBe("on it");
    await expect(under.chat.edit(channel, root, saying("closed"))).resolves.toBeUndefined();
  });

  promise("lets nothing in a name come alive", async (under) => {
    const { chat } = under;
    const { id: channel } = await chat.openChannel("inc-1");
    const harmless = await chat.post({ channel }, fitReply(richReply("plain")), "a");

    const hostile = await chat.post({ channel }, fitReply(richReply(HOSTILE)), "b");

    expect(await under.alive(hostile)).toEqual(await under.alive(harmless));
  });

  promise("takes the longest reply that fits the budgets", async ({ chat, approver }) => {
    const { id: channel } = await chat.openChannel("inc-1");
    const paragraph = { type: "section" as const, title: "Part", text: "word ".repeat(200) };
    const items = Array.from({ length: 500 }, (_, at) => ({ text: `service-${at}`, tone: "down" }));
    const huge = Reply.parse({
      headline: "h".repeat(400),
      blocks: [{ type: "list", items }, ...Array.from({ length: BUDGET.blocks }, () => paragraph)],
    });

    await chat.post({ channel }, fitReply(huge), "k");

    const [shown] = await approver.reads({ channel });
    expect(shown).toContain("+480 more");
    expect(shown).toMatch(/\+\d+ more parts/);
  });

  promise("knows people with their rights, and nobody else", async ({ chat, approver, guest }) => {
    expect(await chat.person(approver.id)).toMatchObject({ id: approver.id, role: "approver" });
    expect(await chat.person(guest.id)).toMatchObject({ role: "guest" });
    expect(await chat.person("nobody")).toBeUndefined();
  });

  promise("says chat-away when the product cannot be reached", async (under) => {
    const { id: channel } = await under.chat.openChannel("inc-1");

    await under.goAway();

    const posting = under.chat.post({ channel }, saying("x"), "k");
    await expect(posting).rejects.toMatchObject({ code: "chat-away" });
  });
}

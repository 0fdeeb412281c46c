import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isForUs } from "../../../../../src/adapters/chat/slack/desk/bodies/is-for-us.ts";
import { keptForm } from "../../../../../src/adapters/chat/slack/desk/bodies/kept-form.ts";
import { threadEditIn } from "../../../../../src/adapters/chat/slack/desk/bodies/thread-edit.ts";

const authorizations = [{ team_id: "T1", user_id: "UBOT", is_bot: true }];

function eventBody(event: object): object {
  return { type: "event_callback", event_id: "Ev1", event_time: 1, authorizations, event };
}

function edit({ before = {}, now = {} }: { before?: object; now?: object } = {}): object {
  const message = { type: "message", user: "U1", ts: "2.0", thread_ts: "1.0" };
  return eventBody({
    type: "message",
    subtype: "message_changed",
    hidden: true,
    channel: "C1",
    ts: "3.0",
    event_ts: "3.0",
    message: { ...message, text: "checkout reads ledger", ...now },
    previous_message: { ...message, text: "checkout reads legder", ...before },
  });
}

const deletion = eventBody({
  type: "message",
  subtype: "message_deleted",
  channel: "C1",
  ts: "3.0",
  deleted_ts: "2.0",
  previous_message: { user: "U1", ts: "2.0", thread_ts: "1.0", text: "never mind" },
});

describe("what is for depmap", () => {
  it.each<[string, object]>([
    ["a command", { command: "/depmap", text: "status" }],
    ["a click", { type: "block_actions", actions: [] }],
    ["a form", { type: "view_submission" }],
    ["a select that asks", { type: "block_suggestion" }],
    ["a message shortcut", { type: "message_action" }],
    ["a shortcut", { type: "shortcut" }],
    ["a mention", eventBody({ type: "app_mention", user: "U1", text: "<@UBOT> status" })],
    [
      "the reaction that captures",
      eventBody({ type: "reaction_added", user: "U1", reaction: "link" }),
    ],
    ["a new channel", eventBody({ type: "channel_created", channel: { id: "C1", name: "a" } })],
    ["a channel's new name", eventBody({ type: "channel_rename", channel: { id: "C1" } })],
    ["being invited", eventBody({ type: "member_joined_channel", user: "UBOT", inviter: "U1" })],
    ["App Home", eventBody({ type: "app_home_opened", user: "U1", tab: "home" })],
    ["being taken away", eventBody({ type: "app_uninstalled" })],
    ["revoked tokens", eventBody({ type: "tokens_revoked", tokens: { bot: ["UBOT"] } })],
    ["a new topic", eventBody({ type: "message", subtype: "channel_topic", user: "U1" })],
    ["an edit in a thread", edit()],
    ["a deletion in a thread", deletion],
  ])("takes %s", (_, body) => {
    expect(isForUs(body, "link")).toBe(true);
  });

  it.each<[string, unknown]>([
    ["what people write", eventBody({ type: "message", user: "U1", text: "lunch?" })],
    ["an answer in a thread", eventBody({ type: "message", user: "U1", thread_ts: "1.0" })],
    ["any other reaction", eventBody({ type: "reaction_added", user: "U1", reaction: "tada" })],
    ["its own reaction", eventBody({ type: "reaction_added", user: "UBOT", reaction: "link" })],
    ["a bot's mention", eventBody({ type: "app_mention", user: "U2", bot_id: "B2" })],
    ["somebody else's coming", eventBody({ type: "member_joined_channel", user: "U1" })],
    ["a topic of its own", eventBody({ type: "message", subtype: "channel_topic", user: "UBOT" })],
    [
      "an edit outside of threads",
      edit({ now: { thread_ts: undefined }, before: { thread_ts: undefined } }),
    ],
    ["an edit of its own", edit({ now: { bot_id: "B1" }, before: { bot_id: "B1" } })],
    ["a link that was unfurled", edit({ before: { text: "checkout reads ledger" } })],
    ["an edit that others read, too", { ...edit(), is_ext_shared_channel: true }],
    ["a closed modal", { type: "view_closed", view: { id: "V1" } }],
    ["events it never asked for", eventBody({ type: "team_join", user: { id: "U1" } })],
    ["nothing", undefined],
    ["garbage", "payload"],
  ])("drops %s", (_, body) => {
    expect(isForUs(body, "link")).toBe(false);
  });

  it("keeps an edit without what people wrote, and understands it all the same", () => {
    const kept = keptForm(edit());

    expect(JSON.stringify(kept)).not.toContain("reads");
    expect(threadEditIn(kept)).toEqual(threadEditIn(edit()));
    expect(threadEditIn(kept)).toEqual({
      eventId: "Ev1",
      channel: "C1",
      thread: "1.0",
      message: "2.0",
      did: "edited",
    });
  });

  it("keeps of a message that a shortcut was chosen for which one it is, and not what it says", () => {
    const message = { ts: "2.0", thread_ts: "1.0", user: "U1", text: "checkout reads ledger" };
    const chosen = { type: "message_action", trigger_id: "1.2", user: { id: "U2" } };

    const kept = keptForm({ ...chosen, token: "old", message: { ...message, blocks: [{}] } });

    expect(kept).toEqual({ ...chosen, message: { ts: "2.0", thread_ts: "1.0", user: "U1" } });
  });

  it("keeps everything else as it came", () => {
    const body = eventBody({ type: "app_mention", user: "U1", text: "<@UBOT> status" });

    expect(keptForm(body)).toEqual(body);
    expect(keptForm("garbage")).toBe("garbage");
  });

  it("takes whatever comes without a fault", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue(), (event, other) => {
        for (const body of [event, { event }, { event: { type: "message", message: other } }]) {
          expect(isForUs(body, "link")).toBeTypeOf("boolean");
          expect(() => keptForm(body)).not.toThrow();
        }
      }),
    );
  });

  it("takes a root that left a tombstone for deleted", () => {
    const stone = edit({ now: { subtype: "tombstone", text: "This message was deleted." } });

    expect(threadEditIn(stone)?.did).toBe("deleted");
    expect(threadEditIn(deletion)).toMatchObject({ message: "2.0", thread: "1.0", did: "deleted" });
  });
});

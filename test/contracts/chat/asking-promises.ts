import { expect } from "vitest";
import { richReply } from "../../support/rich-reply.ts";
import { saying, type Declare } from "./chat-under-test.ts";

/** What people do: commands, clicks, choices, forms, captures. */
export function askingPromises(promise: Declare): void {
  promise("hands over a command once per request, with place and rights", async (under) => {
    const { chat, approver, handed } = under;
    const { id: channel } = await chat.openChannel("inc-1");

    await approver.commands({ channel }, "blast-radius redis", "request-0000000000000001");
    await approver.commands({ channel }, "blast-radius redis", "request-0000000000000001");

    expect(handed.commands).toHaveLength(1);
    expect(handed.commands[0]).toMatchObject({
      line: "blast-radius redis",
      person: { id: approver.id, role: "approver" },
      place: { chat: chat.name, channel },
    });
  });

  promise("shows an answer for the asker to nobody else", async (under) => {
    const { chat, approver, guest } = under;
    const { id: channel } = await chat.openChannel("inc-1");
    under.answerWith({ ...saying("a secret of yours"), visibility: "asker" });

    await approver.commands({ channel }, "owners redis", "request-0000000000000001");

    expect((await approver.reads({ channel })).join()).toContain("a secret of yours");
    expect((await guest.reads({ channel })).join()).not.toContain("a secret of yours");
  });

  promise("shows an answer for the channel to everybody", async (under) => {
    const { id: channel } = await under.chat.openChannel("inc-1");
    under.answerWith({ ...saying("payments is down"), visibility: "channel" });

    await under.approver.commands({ channel }, "status", "request-0000000000000001");

    expect((await under.guest.reads({ channel })).join()).toContain("payments is down");
  });

  promise("hands over a click once per request, with an id that the box knows", async (under) => {
    const { chat, approver, handed, box } = under;
    const { id: channel } = await chat.openChannel("inc-1");
    const message = await chat.post({ channel }, richReply(), "k");

    await approver.clicks(message, "Show the path", "request-0000000000000001");
    await approver.clicks(message, "Show the path", "request-0000000000000001");

    const [click] = handed.actions;
    expect(handed.actions).toHaveLength(1);
    expect(click).toMatchObject({ message, person: { id: approver.id }, place: { channel } });
    expect(await box.find(click?.action ?? "")).toEqual({
      type: "command",
      line: "path stock-cache checkout",
    });
  });

  promise("hands over what was chosen and what was filled in", async (under) => {
    const { chat, approver, handed } = under;
    const { id: channel } = await chat.openChannel("inc-1");
    const message = await chat.post({ channel }, richReply(), "k");
    const filled = { consumer: "checkout", provider: "ledger", coupling: "data", why: "a\nb" };

    await approver.clicks(message, "Go", "request-0000000000000001", { value: "basket" });
    await approver.clicks(message, "Save", "request-0000000000000002", filled);

    expect(handed.actions.map(({ fields }) => fields)).toEqual([{ value: "basket" }, filled]);
  });

  promise("hands over a thread to capture, from any of its messages", async (under) => {
    const { chat, approver, guest, handed } = under;
    const { id: channel } = await chat.openChannel("postmortem");
    const root = await approver.says({ channel }, "what did we learn?");
    const line = await guest.says({ channel, thread: root }, "A needs B");

    await guest.captures(line, "request-0000000000000001");
    await guest.captures(line, "request-0000000000000001");

    expect(handed.captures).toHaveLength(1);
    expect(handed.captures[0]).toMatchObject({
      person: { id: guest.id, role: "guest" },
      place: { channel, thread: root },
    });
  });
}

import { beforeEach, describe, expect, it } from "vitest";
import { channelName, findChannel } from "../../../src/workflows/stories/find-channel.ts";
import { createRecordingChat, type RecordingChat } from "../../support/recording-chat.ts";

const incident = { id: "P1", number: 42, title: "Checkout is slow" };

describe("findChannel", () => {
  let chat: RecordingChat;
  beforeEach(() => {
    chat = createRecordingChat();
  });

  function find(openChannels: boolean, linked?: string): Promise<string> {
    const channelPattern = "inc-{number}-{title}";
    const settings = { defaultChannel: "incidents", channelPattern, openChannels };
    return findChannel(chat, settings, incident, linked);
  }

  it("takes the linked channel before all others", async () => {
    await chat.openChannel("war-room");
    await chat.openChannel("inc-42-checkout-is-slow");

    expect(await find(true, "war-room")).toBe("C-war-room");
  });

  it("joins the channel that somebody opened for the incident", async () => {
    await chat.openChannel("inc-42-checkout-is-slow");

    expect(await find(false)).toBe("C-inc-42-checkout-is-slow");
  });

  it("opens one of its own where it may, else goes to the default channel", async () => {
    expect(await find(false)).toBe("C-incidents");
    expect(await find(true)).toBe("C-inc-42-checkout-is-slow");
  });

  it("makes a name of whatever the title is", () => {
    const title = "<!channel> $& ‮ ".repeat(20);

    expect(channelName("{number}-{title}", { id: "P1", title })).toMatch(/^[\p{L}\p{N}-]{1,60}$/u);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { DepmapError } from "../../../../src/model/errors.ts";
import {
  channelName,
  findChannel,
} from "../../../../src/workflows/stories/channels/find-channel.ts";
import { createRecordingChat, type RecordingChat } from "../../../support/recording-chat.ts";

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

  it("takes the first channel that it may enter, and says why when there is none", async () => {
    for (const name of ["war-room", "managers", "incidents"]) await chat.openChannel(name);
    const channelLinks = ["https://firm.slack.com/archives/C-war-room", "C-managers", "C-gone"];
    const settings = {
      defaultChannel: "incidents",
      channelPattern: "inc-{number}",
      openChannels: false,
    };
    const found = () => findChannel(chat, settings, { ...incident, channelLinks });

    expect(await found()).toBe("C-war-room");
    chat.closed.add("C-war-room");
    expect(await found()).toBe("C-managers");
    chat.closed.add("C-managers");
    expect(await found()).toBe("C-incidents");
    chat.closed.add("C-incidents");
    await expect(found()).rejects.toMatchObject({ code: "not-allowed" });
  });

  it("goes to the default channel where it may not open one", async () => {
    const refusal = new DepmapError("not-allowed", "add the scope channels:manage");
    await chat.openChannel("incidents");
    chat.openChannel = () => Promise.reject(refusal);

    expect(await find(true)).toBe("C-incidents");
  });

  it("makes a name of whatever the title is", () => {
    const title = "<!channel> $& ‮ ".repeat(20);

    expect(channelName("{number}-{title}", { id: "P1", title })).toMatch(/^[\p{L}\p{N}-]{1,60}$/u);
  });
});

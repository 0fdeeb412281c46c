import { z } from "zod";
import { DepmapError, messageOf } from "../../../../model/errors.ts";
import type { Furnishing } from "../../../../ports/chat.ts";
import { refusalWords } from "./chat-fault.ts";
import { escapeSigns } from "../render/escape-signs.ts";
import { cutToSlack } from "../render/slack-length.ts";
import type { SlackChannels } from "../slack-channels.ts";
import { readSlackId } from "../slack-ids.ts";
import { SlackRefusal, type SlackWeb } from "../slack-web.ts";

const Bookmarks = z.object({
  bookmarks: z.array(z.object({ id: z.string(), title: z.string(), link: z.string().catch("") })),
});

const LONGEST_TOPIC = 250;

/**
 * Pins, bookmarks and sets the topic where that is not so yet; gives what could not be done, in words. Rejects with
 * `chat-away` when Slack does not answer: that passes, and says nothing about what depmap may do.
 */
export async function furnishChannel(
  { web, channels }: { readonly web: SlackWeb; readonly channels: SlackChannels },
  channelId: string,
  { pin, bookmark, topic }: Furnishing,
): Promise<readonly string[]> {
  const { workspace, id: channel } = readSlackId(channelId);
  const options = { workspace };
  const failed: string[] = [];

  async function attempt(what: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (fault) {
      if (fault instanceof DepmapError && fault.code === "chat-away") throw fault;
      if (!(fault instanceof SlackRefusal)) failed.push(`${what}: ${messageOf(fault)}`);
      else if (fault.error !== "already_pinned") failed.push(refusalWords(what, fault));
    }
  }

  if (pin !== undefined) {
    await attempt("cannot pin the briefing", () =>
      web.call("pins.add", { channel, timestamp: pin }, options),
    );
  }
  if (bookmark) {
    await attempt("cannot bookmark the map", async () => {
      const { title, url: link } = bookmark;
      const answer = await web.call("bookmarks.list", { channel_id: channel }, options);
      const known = Bookmarks.parse(answer).bookmarks.find((one) => one.title === title);
      if (known?.link === link) return;
      const args = { channel_id: channel, title, link };
      await (known
        ? web.call("bookmarks.edit", { ...args, bookmark_id: known.id }, options)
        : web.call("bookmarks.add", { ...args, type: "link" }, options));
    });
  }
  if (topic !== undefined) {
    await attempt("cannot keep the topic", async () => {
      const wanted = cutToSlack(topic, LONGEST_TOPIC);
      if ((await channels.info(channelId))?.topicLine === wanted) return;
      await web.call("conversations.setTopic", { channel, topic: escapeSigns(wanted) }, options);
      channels.changed(channelId);
    });
  }
  return failed;
}

import type { Person } from "../../../model/person.ts";
import type { Chat } from "../../../ports/chat.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ActionBox } from "../../../ports/journal.ts";
import type { Log } from "../../../ports/log.ts";
import type { Painter } from "../../../ports/painter.ts";
import { chatFault } from "./posting/chat-fault.ts";
import { findPosted } from "./posting/find-posted.ts";
import { furnishChannel } from "./posting/furnish-channel.ts";
import { createLostPosts } from "./posting/lost-posts.ts";
import { createOpenChannels } from "./posting/open-channels.ts";
import { readThread } from "./posting/read-thread.ts";
import { createSayReplies } from "./posting/say-replies.ts";
import { createUserNames } from "./posting/user-names.ts";
import type { SlackChannels } from "./slack-channels.ts";
import { readSlackId } from "./slack-ids.ts";
import { createSlackPictures, type SlackPictures } from "./slack-pictures.ts";
import { SlackRefusal, type SlackWeb } from "./slack-web.ts";
import type { Workspaces } from "./workspaces.ts";

export interface SlackChatTools {
  readonly web: SlackWeb;
  readonly workspaces: Workspaces;
  readonly channels: SlackChannels;
  readonly people: { person(id: string): Promise<Person | undefined> };
  readonly actions: ActionBox;
  /** Turns pictures into PNG; without one there are no pictures. */
  readonly painter?: Pick<Painter, "png"> | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** For a whole post or edit, all that it takes included: what `settleMs` has to outlast. */
  readonly deadlineMs: number;
}

/** Slack as a chat, and its pictures for those who answer without it. */
export interface SlackChat extends Chat {
  readonly pictures: SlackPictures;
}

/** Slack as a chat. A post whose fate is not known rejects with `chat-away`, and is never repeated here. */
export function createSlackChat(tools: SlackChatTools): SlackChat {
  const { web, workspaces, channels, people, clock } = tools;
  const nowMs = () => performance.now();
  const { isSingle } = workspaces;
  const { log, painter } = tools;
  const pictures = createSlackPictures({ web, log, painter, isSingle, nowMs });
  const doors = createOpenChannels({ web, workspaces, channels, clock });
  const saying = createSayReplies({ ...tools, doors, pictures, nowMs });
  const lostPosts = createLostPosts(tools.deadlineMs, nowMs);
  const nameOf = createUserNames(web, clock);

  /** Reads in a channel; a public one that depmap is not in is joined for that. */
  async function reading<Value>(channel: string, read: () => Promise<Value>): Promise<Value> {
    try {
      return await read().catch(async (fault: unknown) => {
        if (!(fault instanceof SlackRefusal) || fault.error !== "not_in_channel") throw fault;
        await doors.join(channel);
        return await read();
      });
    } catch (fault) {
      throw chatFault(fault, "channel");
    }
  }

  return {
    name: "slack",
    pictures,
    async post(to, reply, key) {
      return await saying.post(to, reply, key).catch((fault: unknown) => {
        lostPosts.lost(to, key, fault);
        throw fault;
      });
    },
    edit: (channel, message, reply) => saying.edit(channel, message, reply),
    findChannel: (nameOrId) => doors.find(nameOrId),
    openChannel: (name) => doors.open(name),
    enter: (channel) => doors.enter(channel),
    furnish: (channel, furnishing) => furnishChannel({ web, channels }, channel, furnishing),
    async findPosted(to, key, since) {
      const { workspace, id: channel } = readSlackId(to.channel);
      await lostPosts.settled(to, key);
      const me = await workspaces.find(workspace);
      const wanted = { channel, thread: to.thread, key, since, workspace, me };
      return await reading(to.channel, () => findPosted(web, wanted));
    },
    async thread(channelId, root) {
      const { workspace, id: channel } = readSlackId(channelId);
      const me = await workspaces.find(workspace);
      const wanted = { channel, root, workspace, me, nameOf };
      return await reading(channelId, () => readThread(web, wanted));
    },
    person: (id) => people.person(id),
    close: () => saying.close(),
  };
}

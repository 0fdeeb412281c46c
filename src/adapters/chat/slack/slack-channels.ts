import type { Clock } from "../../../ports/clock.ts";
import { createChannelIndex } from "./posting/channel-index.ts";
import { rememberNewest } from "./remember-newest.ts";
import { readSlackChannel, type SlackChannel } from "./slack-channel.ts";
import { readSlackId } from "./slack-ids.ts";
import { SlackRefusal, type SlackWeb } from "./slack-web.ts";
import { createWorkspaceTeams } from "./workspace-teams.ts";
import type { Workspaces } from "./workspaces.ts";

/** What depmap can see of channels, at most a minute old. */
export interface SlackChannels {
  /** undefined where there is no such channel, or depmap cannot see it. */
  info(channelId: string): Promise<SlackChannel | undefined>;
  /** With or without `#`; looked for in every workspace: the first to be installed first, an organisation's in Slack's order. */
  byName(name: string): Promise<SlackChannel | undefined>;
  /** Something happened to it: forget what is known. */
  changed(channelId: string): void;
  /** Slack has just shown the channel, in the answer to something else; `workspace` as in ids. */
  learned(shown: unknown, workspace: string | undefined): SlackChannel | undefined;
}

const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 5000;

/** Asks Slack for channels, and remembers them for a minute. */
export function createSlackChannels({
  web,
  workspaces,
  clock,
}: {
  readonly web: SlackWeb;
  readonly workspaces: Workspaces;
  readonly clock: Clock;
}): SlackChannels {
  interface Known {
    readonly atMs: number;
    readonly channel: Promise<SlackChannel | undefined>;
  }
  const known = new Map<string, Known>();
  const teamsOf = createWorkspaceTeams({ web, workspaces, clock });
  const index = createChannelIndex({ web, clock, learned });

  function remember(id: string, channel: Known["channel"]): void {
    rememberNewest(known, id, { atMs: clock.now(), channel }, MOST_REMEMBERED);
  }

  function learned(shown: unknown, workspace: string | undefined): SlackChannel | undefined {
    const channel = readSlackChannel(shown, workspace);
    if (channel) remember(channel.id, Promise.resolve(channel));
    return channel;
  }

  async function ask(channelId: string): Promise<SlackChannel | undefined> {
    const { workspace, id } = readSlackId(channelId);
    try {
      const answer = await web.call("conversations.info", { channel: id }, { workspace });
      return readSlackChannel(answer["channel"], workspace);
    } catch (fault) {
      if (fault instanceof SlackRefusal && fault.error === "channel_not_found") return undefined;
      throw fault;
    }
  }

  async function info(channelId: string): Promise<SlackChannel | undefined> {
    const before = known.get(channelId);
    if (before && clock.now() - before.atMs < REMEMBERED_MS) return await before.channel;
    const asked = ask(channelId);
    remember(channelId, asked);
    const forget = () => known.get(channelId)?.channel === asked && known.delete(channelId);
    try {
      const channel = await asked;
      // Somebody may invite depmap at any moment: that nothing is seen is not remembered.
      if (!channel) forget();
      return channel;
    } catch (fault) {
      forget();
      throw fault;
    }
  }

  return {
    info,
    learned,
    changed: (channelId) => void known.delete(channelId),
    async byName(given) {
      const name = given.replace(/^#/, "").toLowerCase();
      for (const { id } of await workspaces.all()) {
        const workspace = workspaces.isSingle ? undefined : id;
        for (const team of await teamsOf(workspace)) {
          const found = await index.find(name, { workspace, team }, info);
          if (found) return found;
        }
      }
      return undefined;
    },
  };
}

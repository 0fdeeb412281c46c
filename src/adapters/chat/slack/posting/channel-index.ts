import type { Clock } from "../../../../ports/clock.ts";
import type { SlackChannel } from "../slack-channel.ts";
import type { SlackWeb } from "../slack-web.ts";
import { inTeam } from "../workspace-teams.ts";
import { listIn, pages } from "./pages.ts";

/** One list of channels: a workspace's, or one of those of an organisation. */
interface Where {
  readonly workspace: string | undefined;
  readonly team: string | undefined;
}

/** Which channel has a name. Slack cannot be asked that: it can only list all of them. */
export interface ChannelIndex {
  /** `info` says what holds now: names move. */
  find(
    name: string,
    where: Where,
    info: (channelId: string) => Promise<SlackChannel | undefined>,
  ): Promise<SlackChannel | undefined>;
}

interface Listed {
  readonly atMs: number;
  readonly idOf: ReadonlyMap<string, string>;
  readonly pages: number;
}

/** After a miss the list is read again, but not more often than that for each of its pages (tier 2). */
const PAUSE_PER_PAGE_MS = 5000;
const NAMES_GOOD_FOR_MS = 600_000;
const CHANNELS_PER_PAGE = 999;

/** Lists the channels of a workspace when a name is asked for that it does not know, and keeps the names. */
export function createChannelIndex({
  web,
  clock,
  learned,
}: {
  readonly web: SlackWeb;
  readonly clock: Clock;
  readonly learned: (shown: unknown, workspace: string | undefined) => SlackChannel | undefined;
}): ChannelIndex {
  const listed = new Map<string, Listed>();
  /** In a storm many ask at once: the list is read for all of them. */
  const underWay = new Map<string, Promise<Listed>>();

  async function list({ workspace, team }: Where): Promise<Listed> {
    const idOf = new Map<string, string>();
    let count = 0;
    const args = {
      types: "public_channel,private_channel",
      exclude_archived: true,
      limit: CHANNELS_PER_PAGE,
      ...inTeam(team),
    };
    const options = { workspace };
    for await (const answer of pages(web, "conversations.list", args, options)) {
      count += 1;
      for (const one of listIn(answer, "channels")) {
        const channel = learned(one, workspace);
        if (channel) idOf.set(channel.name, channel.id);
      }
    }
    return { atMs: clock.now(), idOf, pages: count };
  }

  async function listAnew(where: Where, key: string): Promise<Listed> {
    const now = await list(where);
    listed.set(key, now);
    return now;
  }

  async function listedFor(where: Where, maxAgeMs: number): Promise<Listed> {
    const key = `${where.workspace ?? ""}/${where.team ?? ""}`;
    const before = listed.get(key);
    const pauseMs = Math.max(maxAgeMs, PAUSE_PER_PAGE_MS * (before?.pages ?? 0));
    if (before && clock.now() - before.atMs < pauseMs) return before;
    const asked = underWay.get(key) ?? listAnew(where, key).finally(() => underWay.delete(key));
    underWay.set(key, asked);
    return await asked;
  }

  return {
    async find(name, where, info) {
      for (const maxAgeMs of [NAMES_GOOD_FOR_MS, 0]) {
        const id = (await listedFor(where, maxAgeMs)).idOf.get(name);
        const channel = id === undefined ? undefined : await info(id);
        if (channel?.name === name && !channel.isArchived) return channel;
      }
      return undefined;
    },
  };
}

import { DepmapError } from "../../../../model/errors.ts";
import type { Channel, Entered } from "../../../../ports/chat.ts";
import type { Clock } from "../../../../ports/clock.ts";
import { chatFault, refusalWords } from "./chat-fault.ts";
import { askSeldom } from "../ask-seldom.ts";
import type { SlackChannel } from "../slack-channel.ts";
import type { SlackChannels } from "../slack-channels.ts";
import { readSlackId, writeSlackId } from "../slack-ids.ts";
import { SlackRefusal, type SlackWeb } from "../slack-web.ts";
import { createWorkspaceTeams, inTeam } from "../workspace-teams.ts";
import { isOrganisation, type Workspaces } from "../workspaces.ts";
import { channelInText } from "./channel-in-text.ts";
import { missingScopes } from "./missing-scopes.ts";

/** Finding, making and joining channels. */
export interface OpenChannels {
  find(nameOrId: string): Promise<Channel | undefined>;
  open(name: string): Promise<Channel>;
  enter(channelId: string): Promise<Entered>;
  /**
   * The channel, when it may be written to. Rejects with `not-allowed` where it may not; a message in a channel that is
   * archived or out of sight is gone (`bad-input`).
   */
  writable(channelId: string, about: "message" | "channel"): Promise<SlackChannel>;
  join(channelId: string): Promise<void>;
}

const LONGEST_NAME = 80;
const SCOPES_GOOD_FOR_MS = 60_000;
const MOST_WORKSPACES = 1000;

/** Finds, makes and joins channels; shared ones are no place for depmap. */
export function createOpenChannels({
  web,
  workspaces,
  channels,
  clock,
}: {
  readonly web: SlackWeb;
  readonly workspaces: Workspaces;
  readonly channels: SlackChannels;
  readonly clock: Clock;
}): OpenChannels {
  const teamsOf = createWorkspaceTeams({ web, workspaces, clock });
  /** Who depmap is, and which scopes it has; asked now and then, and once for all who enter at the same time. */
  const introduced = askSeldom(
    (key) => web.call("auth.test", {}, { workspace: key || undefined }),
    {
      clock,
      goodForMs: SCOPES_GOOD_FOR_MS,
      most: MOST_WORKSPACES,
    },
  );

  async function idsOf(id: string, workspace: string | undefined): Promise<readonly string[]> {
    if (workspaces.isSingle) return [id];
    const all = await workspaces.all();
    const named = all.filter((one) => one.id === workspace);
    // A link names the workspace, also where depmap is installed in the organisation around it.
    const around = workspace === undefined ? all : all.filter(isOrganisation);
    return (named.length > 0 ? named : around).map((one) =>
      writeSlackId({ workspace: one.id, id }),
    );
  }

  async function see(nameOrId: string): Promise<SlackChannel | undefined> {
    const meant = channelInText(nameOrId);
    if (!meant) return undefined;
    if ("name" in meant) return await channels.byName(meant.name);
    for (const id of await idsOf(meant.id, meant.workspace)) {
      const channel = await channels.info(id);
      if (channel) return channel;
    }
    return undefined;
  }

  async function writable(channelId: string, about: "message" | "channel"): Promise<SlackChannel> {
    const channel = await channels.info(channelId);
    if (about === "message" && (!channel || channel.isArchived)) {
      throw new DepmapError("bad-input", `the message in ${channelId} can no longer be edited`);
    }
    if (!channel) throw notAllowed(channelId, "depmap cannot see it; invite it: /invite @depmap");
    const { name, isShared, isArchived } = channel;
    if (isShared) {
      throw notAllowed(name, "another organisation reads along; nothing internal is said there");
    }
    if (isArchived) throw notAllowed(name, "it is archived; choose another channel");
    return channel;
  }

  async function join(channelId: string): Promise<void> {
    const { workspace, id } = readSlackId(channelId);
    const joined = await web.call("conversations.join", { channel: id }, { workspace });
    channels.learned(joined["channel"], workspace);
  }

  async function enter(channelId: string): Promise<Entered> {
    const channel = await writable(channelId, "channel");
    const missing: string[] = [];
    const { workspace } = readSlackId(channelId);
    try {
      if (!channel.isMember && !channel.isPrivate) await join(channelId);
      missing.push(...missingScopes(await introduced(workspace ?? ""), channel.isPrivate));
    } catch (fault) {
      if (!(fault instanceof SlackRefusal)) throw fault;
      const words = refusalWords(`cannot join #${channel.name}`, fault);
      throw new DepmapError("not-allowed", `${words}; or invite depmap: /invite @depmap`, {
        cause: fault,
      });
    }
    return { channel: portChannel((await channels.info(channelId)) ?? channel), missing };
  }

  async function open(given: string): Promise<Channel> {
    const name = slackName(given);
    try {
      const [team] = await teamsOf(undefined);
      const made = await web.call("conversations.create", { name, ...inTeam(team) });
      const workspace = workspaces.isSingle ? undefined : (await workspaces.find()).id;
      const channel = channels.learned(made["channel"], workspace);
      if (channel) return portChannel(channel);
    } catch (fault) {
      const isThere = fault instanceof SlackRefusal && fault.error === "name_taken";
      if (!isThere) throw chatFault(fault, "channel");
    }
    const known = await channels.byName(name);
    if (known && !known.isShared) return portChannel(known);
    throw notAllowed(
      name,
      "the name is taken by a channel that depmap may not use: a private, archived or shared one",
    );
  }

  return {
    async find(nameOrId) {
      const channel = await see(nameOrId);
      return channel && !channel.isShared ? portChannel(channel) : undefined;
    },
    open,
    enter,
    writable,
    join,
  };
}

function portChannel({ id, name, topic, isShared }: SlackChannel): Channel {
  const shared = isShared ? { isShared } : {};
  return topic === undefined ? { id, name, ...shared } : { id, name, topic, ...shared };
}

/** What Slack would make of the name: small letters, digits, `-` and `_`. */
function slackName(given: string): string {
  const tidy = given
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, "-");
  return tidy.replaceAll(/^-+|-+$/g, "").slice(0, LONGEST_NAME) || "depmap";
}

function notAllowed(name: string, why: string): DepmapError {
  return new DepmapError(
    "not-allowed",
    `depmap does not write in the Slack channel ${name}: ${why}`,
  );
}

import type {
  ChannelSetup,
  PersonSetup,
  SlackDoubleOptions,
  WorkspaceSetup,
} from "./double-contract.ts";
import { slackTokens } from "./slack-tokens.ts";
import type { SlackChannel, SlackState, SlackUser, SlackWorld } from "./slack-state.ts";

const everyday: WorkspaceSetup = {
  id: "T1",
  name: "Lab",
  isInstalled: true,
  people: [
    { id: "UADA", name: "Ada" },
    { id: "UBEN", name: "Ben" },
    { id: "UIDA", name: "Ida", isAdmin: true },
    { id: "UGIL", name: "Gil", guest: "several-channels" },
  ],
  channels: [
    { id: "CGEN", name: "general", members: ["UADA", "UBEN", "UIDA"] },
    { id: "CINC", name: "incidents", members: ["UADA", "UBEN", "UIDA", "UGIL"], hasBot: true },
  ],
};

/** Slack before anything happened. `emit` is set by whoever delivers. */
export function slackWorld(options: SlackDoubleOptions, allScopes: readonly string[]): SlackWorld {
  let count = 0;
  let lastMicros = 0;
  const now = options.now ?? (() => Date.now());

  const world: SlackWorld = {
    url: "",
    appId: "A0DEPMAP",
    now,
    triggerMs: options.triggerMs ?? 3_000,
    fileDelayMs: options.fileDelayMs ?? 200,
    workspaces: new Map(),
    codes: new Map(),
    organisations: new Map(),
    tokens: slackTokens(now, options.tokenLifetimeSeconds),
    nextId(prefix) {
      count += 1;
      return `${prefix}${count.toString(36).toUpperCase().padStart(8, "0")}`;
    },
    nextTs() {
      lastMicros = Math.max(now() * 1_000, lastMicros + 1);
      const seconds = Math.floor(lastMicros / 1_000_000);
      return `${seconds}.${String(lastMicros % 1_000_000).padStart(6, "0")}`;
    },
    emit() {
      // Nobody listens yet.
    },
  };
  for (const setup of options.workspaces ?? [everyday]) {
    addWorkspace(world, setup, options.scopes ?? allScopes);
  }
  return world;
}

/** Adds a workspace with its bot, people and channels. */
export function addWorkspace(
  world: SlackWorld,
  setup: WorkspaceSetup,
  scopes: readonly string[],
): SlackState {
  const relative = [...world.workspaces.values()].find(
    ({ enterprise }) => enterprise !== undefined && enterprise === setup.enterprise,
  );
  const state: SlackState = {
    id: setup.id,
    name: setup.name ?? setup.id.toLowerCase(),
    enterprise: setup.enterprise,
    botToken: `xoxb-double-${setup.id}`,
    // Throughout an organisation the app is the same user.
    botUser: `UBOT${setup.enterprise ?? setup.id}`,
    botId: `BBOT${setup.enterprise ?? setup.id}`,
    scopes,
    isInstalled: setup.isInstalled ?? true,
    installs: setup.isInstalled === false ? 0 : 1,
    users: new Map(),
    channels: new Map(),
    groups: new Map(),
    // A file is the whole organisation's.
    files: relative?.files ?? new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
  };
  world.workspaces.set(setup.id, state);
  addUser(state, { id: state.botUser, name: "depmap", isBot: true });
  for (const person of setup.people ?? []) addUser(state, person);
  for (const channel of setup.channels ?? []) addChannel(world, state, channel);
  return state;
}

/** Adds somebody, or changes what is given of them. */
export function addUser(state: SlackState, person: PersonSetup): SlackUser {
  const known = state.users.get(person.id);
  const user: SlackUser = {
    id: person.id,
    team: person.team ?? known?.team ?? state.id,
    name: person.name ?? known?.name ?? person.id.slice(1).toLowerCase(),
    guest: "guest" in person ? person.guest : known?.guest,
    isAdmin: person.isAdmin ?? known?.isAdmin ?? false,
    isOwner: person.isOwner ?? known?.isOwner ?? false,
    isBot: person.isBot ?? known?.isBot ?? false,
    isDeleted: person.isDeleted ?? known?.isDeleted ?? false,
    email: person.email ?? known?.email,
  };
  state.users.set(person.id, user);
  return user;
}

/** Adds a channel without telling anybody. */
export function addChannel(
  world: SlackWorld,
  state: SlackState,
  setup: ChannelSetup & { readonly creator?: string; readonly isDirect?: boolean },
): SlackChannel {
  const channel: SlackChannel = {
    id: setup.id,
    name: setup.name,
    kind: setup.isDirect === true ? "im" : "channel",
    isPrivate: setup.isPrivate ?? false,
    isArchived: setup.isArchived ?? false,
    isExtShared: setup.isExtShared ?? false,
    topic: setup.topic ?? "",
    purpose: setup.purpose ?? "",
    creator: setup.creator ?? setup.members?.[0] ?? state.botUser,
    created: Math.floor(world.now() / 1_000),
    previousNames: [],
    members: new Set([...(setup.members ?? []), ...(setup.hasBot === true ? [state.botUser] : [])]),
    messages: [],
    byTs: new Map(),
    threads: new Map(),
    unheard: undefined,
    pins: [],
    bookmarks: [],
  };
  state.channels.set(setup.id, channel);
  return channel;
}

import type { Json } from "./json.ts";

export type { Json } from "./json.ts";

/** Somebody in a workspace, bots included. */
export interface SlackUser {
  readonly id: string;
  readonly team: string;
  name: string;
  guest: "several-channels" | "one-channel" | undefined;
  isAdmin: boolean;
  isOwner: boolean;
  isBot: boolean;
  isDeleted: boolean;
  email: string | undefined;
}

/** A message as Slack keeps it. */
export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly user: string;
  /** `channel_join` and its like, which nobody wrote. */
  readonly notice: string | undefined;
  readonly onlyFor: string | undefined;
  text: string;
  blocks: Json[];
  metadata: Json | undefined;
  edits: number;
  editedAt: string | undefined;
  isDeleted: boolean;
  readonly reactions: Map<string, Set<string>>;
}

/** A channel or a direct conversation, with all that stands in it. */
export interface SlackChannel {
  readonly id: string;
  name: string;
  readonly kind: "channel" | "im";
  readonly isPrivate: boolean;
  isArchived: boolean;
  isExtShared: boolean;
  topic: string;
  purpose: string;
  readonly creator: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly previousNames: string[];
  readonly members: Set<string>;
  readonly messages: SlackMessage[];
  readonly byTs: Map<string, SlackMessage>;
  /** The replies to each message, the root left out. */
  readonly threads: Map<string, SlackMessage[]>;
  /** Somebody wrote to the bot before it was here: it hears of that when the same person lets it in. */
  unheard: SlackMessage | undefined;
  readonly pins: string[];
  readonly bookmarks: { readonly id: string; title: string; link: string; emoji: string }[];
}

/** An open modal, or the App Home of somebody. */
export interface SlackView {
  readonly id: string;
  readonly user: string;
  readonly root: string;
  readonly previous: string | undefined;
  view: Json;
  hash: string;
}

interface SlackFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly length: number;
  readonly alt: string | undefined;
  bytes: Uint8Array | undefined;
  /** Epoch milliseconds from which on it can be shown; unset until the upload is completed. */
  readyAt: number | undefined;
}

interface Trigger {
  readonly user: string;
  readonly madeAt: number;
  isUsed: boolean;
}

/** Where late answers to one command or click go. */
export interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  /** The message with the button. */
  readonly message: string | undefined;
  readonly thread: string | undefined;
  readonly madeAt: number;
  uses: number;
}

/** One workspace, as Slack keeps it. */
export interface SlackState {
  readonly id: string;
  readonly name: string;
  readonly enterprise: string | undefined;
  /** A new one for each time that it is installed after it was taken out. */
  botToken: string;
  readonly botUser: string;
  readonly botId: string;
  scopes: readonly string[];
  isInstalled: boolean;
  /** How often it was installed. */
  installs: number;
  readonly users: Map<string, SlackUser>;
  readonly channels: Map<string, SlackChannel>;
  readonly groups: Map<string, { readonly handle: string; readonly members: readonly string[] }>;
  readonly files: Map<string, SlackFile>;
  readonly views: Map<string, SlackView>;
  /** The open modals of each person, the one on top last. */
  readonly stacks: Map<string, SlackView[]>;
  readonly homes: Map<string, SlackView>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
}

/** What somebody agreed to: a workspace, or a whole organisation. */
interface Grant {
  readonly workspace?: string;
  readonly organisation?: string;
  readonly scopes: readonly string[];
}

/** Tokens that run out, and what they are renewed with. */
export interface SlackTokens {
  /** What an installation is given for its token: that itself, where tokens live for ever. */
  issue(lasting: string): Json;
  /** The same for whoever brings what an earlier one is renewed with. Throws `invalid_refresh_token`. */
  renew(refresh: string, isGood: (lasting: string) => boolean): Json;
  /** The installation's token, for one that was issued. Throws `token_expired` and `token_revoked`. */
  lasting(token: string): string;
}

/** What all workspaces share: the app, the time, the counting of ids. */
export interface SlackWorld {
  url: string;
  readonly appId: string;
  readonly now: () => number;
  readonly triggerMs: number;
  readonly fileDelayMs: number;
  readonly workspaces: Map<string, SlackState>;
  /** OAuth codes that were not exchanged yet, with the workspace that each is for. */
  readonly codes: Map<string, Grant>;
  /** Organisations that have the app as a whole, with its token there. */
  readonly organisations: Map<string, string>;
  readonly tokens: SlackTokens;
  /** A new id: `nextId("C")`. */
  nextId(prefix: string): string;
  /** A time stamp that no message has. */
  nextTs(): string;
  /** Tells the app of something, where it subscribed to it. */
  emit(state: SlackState, event: Json): void;
}

/** Whether the app is there because the whole organisation has it. */
export function isByOrganisation(world: SlackWorld, state: SlackState): boolean {
  return state.enterprise !== undefined && world.organisations.has(state.enterprise);
}

/** Thrown where Slack says no, with its word. */
export class Refused extends Error {
  readonly error: string;
  readonly more: Json;

  constructor(error: string, more: Json = {}) {
    super(`${error} ${JSON.stringify(more)}`);
    this.error = error;
    this.more = more;
  }
}

/** A call by whoever has the token. */
export interface MethodCall {
  /** The token is an organisation's: it says by `team_id` which workspace it means. */
  readonly isOrganisation: boolean;
  readonly args: Json;
  readonly state: SlackState;
  readonly world: SlackWorld;
}

/** Answers a method of the Web API, without the `ok`. */
export type Method = (call: MethodCall) => Json;

/** An argument as text, empty when unset. */
export function textOf(args: Json, name: string): string {
  const value = args[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** An argument as yes or no, in any of the ways that Slack takes. */
export function flagOf(args: Json, name: string): boolean {
  return ["true", "1"].includes(textOf(args, name));
}

/** A part of a payload, empty when it is none. */
export function jsonOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** The parts of a list, empty when it is none. */
export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map((one) => jsonOf(one)) : [];
}

import type { DoubleMessage } from "./double-message.ts";
import type { Json } from "./json.ts";
import type { Acknowledged, SlackPerson } from "./slack-person.ts";

/** A call of the Web API as Slack saw it. */
export interface LoggedCall {
  readonly method: string;
  readonly args: Json;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What Slack answered, or would have answered had it not been lost. */
  readonly answer: Json;
  /** The HTTP status; undefined when nothing was answered. */
  readonly status: number | undefined;
}

/** What goes wrong with the next call of a method. */
export type SlackFault =
  | { readonly kind: "error"; readonly error: string }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "rate-limited"; readonly retryAfterSeconds: number }
  /** Done, and the answer lost. */
  | { readonly kind: "reply-lost" }
  /** Nothing is ever answered; with `done`, it is done all the same. */
  | { readonly kind: "hang"; readonly done?: boolean };

/** A person to be, with what Slack tells apart. */
export interface PersonSetup {
  readonly id: string;
  readonly name?: string;
  /** May see the channels that they were asked into only. */
  readonly guest?: "several-channels" | "one-channel";
  /** The workspace that a stranger in a shared channel is at home in. */
  readonly team?: string;
  readonly isAdmin?: boolean;
  readonly isOwner?: boolean;
  readonly isBot?: boolean;
  readonly isDeleted?: boolean;
  readonly email?: string;
}

/** A channel to be. */
export interface ChannelSetup {
  readonly id: string;
  readonly name: string;
  readonly members?: readonly string[];
  /** Whether the bot is a member. */
  readonly hasBot?: boolean;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  /** Another organisation is in it. */
  readonly isExtShared?: boolean;
  readonly topic?: string;
  readonly purpose?: string;
}

/** A workspace to be. */
export interface WorkspaceSetup {
  readonly id: string;
  readonly name?: string;
  /** The organisation it belongs to. */
  readonly enterprise?: string;
  /** The app is in it from the beginning. */
  readonly isInstalled?: boolean;
  readonly people?: readonly PersonSetup[];
  readonly channels?: readonly ChannelSetup[];
}

/** What is other than usual. */
export interface SlackDoubleOptions {
  /** T1 with Ada (UADA), Ben (UBEN), a guest (UGIL), an admin (UIDA), #incidents (CINC) and #general (CGEN) by default. */
  readonly workspaces?: readonly WorkspaceSetup[];
  /** The bot token's scopes; all that a method may ask for by default. */
  readonly scopes?: readonly string[];
  /** Answers 429 where Slack would: tiers for each method and workspace, a post a second for each channel. */
  readonly enforceLimits?: boolean;
  readonly signingSecret?: string;
  /** How long Slack waits for an acknowledgement: 3 s. */
  readonly ackTimeoutMs?: number;
  /** Pauses before an event is delivered again: at once, a minute, five minutes. */
  readonly retryPausesMs?: readonly number[];
  /** How long a trigger id can be used: 3 s. */
  readonly triggerMs?: number;
  /** How long tokens of installations live, in seconds; for ever when unset. */
  readonly tokenLifetimeSeconds?: number;
  /** How long an uploaded file takes until it can be shown. */
  readonly fileDelayMs?: number;
  /** Events that the app subscribed to; those of depmap's manifest by default. */
  readonly events?: readonly string[];
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** What was delivered to the app, and how it went. */
export interface Delivery {
  readonly kind: "event" | "command" | "interaction";
  /** `event_callback`, `slash_commands`, `block_actions`, `view_submission`, … */
  readonly type: string;
  /** The event id, or the trigger id. */
  readonly id: string;
  readonly payload: Json;
  readonly over: "http" | "socket";
  readonly attempts: number;
  readonly acknowledged: boolean;
  /** The HTTP status of the last attempt. */
  readonly status: number | undefined;
}

/** A workspace of the double. */
export interface DoubleWorkspace {
  readonly id: string;
  /** Of the app's installation there. */
  readonly botToken: string;
  readonly botUser: string;
  readonly botId: string;
  as(user: string): SlackPerson;
  addPerson(person: PersonSetup): SlackPerson;
  /** Changes what Slack says of somebody from now on. */
  changePerson(id: string, change: Partial<PersonSetup>): void;
  addChannel(channel: ChannelSetup): string;
  /** A user group (`@payments`) with its members; called again, it replaces them. */
  setUserGroup(id: string, handle: string, members: readonly string[]): void;
  /** Messages of a channel in order, threads, ephemerals and deleted ones included. */
  messages(channel: string): readonly DoubleMessage[];
  channelNamed(name: string): { readonly id: string; readonly topic: string } | undefined;
  pins(channel: string): readonly string[];
  bookmarks(channel: string): readonly { readonly title: string; readonly link: string }[];
  files(): readonly { readonly id: string; readonly name: string; readonly bytes: Uint8Array }[];
  /** Takes the app away: its token is revoked, and it hears of that. */
  uninstall(): Promise<void>;
}

/** The app's open sockets. */
export interface DoubleSockets {
  /** How many are open now. */
  readonly open: number;
  /** How many were ever opened. */
  readonly opened: number;
  /** Resolves when so many are open. */
  until(count: number): Promise<void>;
  /** Says `disconnect` to one (the oldest) or all, as Slack does before it takes a socket away; then closes it after `closeMs`. */
  disconnect(
    reason: "warning" | "refresh_requested" | "link_disabled",
    options?: { readonly all?: boolean; readonly closeMs?: number },
  ): void;
  /** Cuts the connections without a word. */
  cut(options?: { readonly all?: boolean }): void;
  /** Sends any frame to every socket: `app_rate_limited`, garbage. */
  sendRaw(frame: string): void;
  /** Refuses new sockets (`apps.connections.open` answers with this error) until called with undefined. */
  refuse(error: string | undefined): void;
}

/** Slack on loopback: one app, installed in one or several workspaces, with people in them. */
export interface SlackDouble extends DoubleWorkspace {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** With the slash at the end, as WebClient wants it. */
  readonly apiUrl: string;
  readonly appId: string;
  readonly signingSecret: string;
  readonly appToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first one when unset; the double itself is that one, too. */
  workspace(id?: string): DoubleWorkspace;
  /** Adds a workspace while it runs. */
  addWorkspace(setup: WorkspaceSetup): DoubleWorkspace;
  /** Takes the app out of an organisation that has it as a whole, as `uninstall` does of a workspace. */
  uninstallOrganisation(id: string): Promise<void>;
  readonly log: readonly LoggedCall[];
  calls(method: string): readonly LoggedCall[];
  /** Plans a fault for the next `times` calls of a method (1 by default); `*` is any method, undefined takes all plans back. */
  fail(method: string, fault: SlackFault | undefined, times?: number): void;
  /** Where events, commands and clicks go: one address for all three, or the app's open sockets (the default). */
  deliverTo(target: { readonly http: string } | "sockets"): void;
  readonly deliveries: readonly Delivery[];
  /** Delivers something that nobody here did: any payload, signed as Slack signs it. */
  deliver(
    kind: Delivery["kind"],
    payload: Json,
    options?: {
      /** Sends it so often, whatever is answered. */
      readonly copies?: number;
      /** Seconds to be off in the signed time. */
      readonly skewSeconds?: number;
      readonly secret?: string;
    },
  ): Promise<Acknowledged>;
  readonly sockets: DoubleSockets;
  /** Resolves when no delivery is under way; retries that wait for their time are not waited for. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

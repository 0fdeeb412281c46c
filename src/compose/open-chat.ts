import type { Router } from "express";
import { createLocalChat } from "../adapters/chat/local/create-local-chat.ts";
import { needsPassword } from "../adapters/chat/local/needs-password.ts";
import { createSlack, type SlackSettings } from "../adapters/chat/slack/create-slack.ts";
import { SLACK_SCOPES } from "../adapters/chat/slack/scopes.ts";
import type { Config } from "../config.ts";
import { DepmapError } from "../model/errors.ts";
import type { Person } from "../model/person.ts";
import type { Reply } from "../model/reply.ts";
import type { Chat, ChatHandlers } from "../ports/chat.ts";
import type { Parts } from "./parts.ts";

/** For a whole post or edit; `SETTLE_MS` is longer. */
const CHAT_DEADLINE_MS = 2500;

/** The chat in which depmap talks, and the ways in for whoever talks back. */
export interface OpenChat {
  readonly chat: Chat;
  /** The routes to be mounted at `/` behind all others. */
  router(handlers: ChatHandlers): Router;
  /** Begins to hear people. A chat that is away is tried until it is back. */
  start(): Promise<void>;
  /** Would hear people now. */
  isConnected(): boolean;
  /** Resolves when everything that people asked so far has been answered. */
  idle(): Promise<void>;
  /** Hears nobody any more, and lets go of everything. */
  close(): Promise<void>;
}

/** Slack where the configuration names one, else the local workspace. Throws `bad-config` for an open workspace without a password. */
export async function openChat(
  config: Config,
  parts: Parts,
  {
    welcome,
    people,
    slackLimits,
  }: {
    readonly welcome: Reply;
    readonly people?: readonly [Person, ...Person[]] | undefined;
    readonly slackLimits?: SlackSettings["limits"];
  },
): Promise<OpenChat> {
  const slack = slackSettings(config);
  if (!slack) return await openLocal(config, parts, welcome, people);
  return openSlack({ ...slack, limits: slackLimits }, parts);
}

function openSlack(settings: SlackSettings, parts: Parts): OpenChat {
  if (settings.approvers.length === 0) {
    const sentence = "SLACK_APPROVERS is empty: only owners may change what is theirs on the map";
    parts.log.warn({ example: "SLACK_APPROVERS=@sre" }, sentence);
  }
  const slack = createSlack(settings, parts);
  return { ...slack, close: () => slack.stop() };
}

async function openLocal(
  config: Config,
  parts: Parts,
  welcome: Reply,
  people: readonly [Person, ...Person[]] | undefined,
): Promise<OpenChat> {
  const { DEPMAP_HOST: host, DEPMAP_PASSWORD: password } = config;
  const { clock, actions, painter } = parts;
  if (needsPassword(host) && !password) {
    const words = `depmap cannot start.\n  DEPMAP_PASSWORD: is missing, and DEPMAP_HOST=${host} is open to the network`;
    throw new DepmapError(
      "bad-config",
      `${words}; for example DEPMAP_PASSWORD=correct-horse-battery-staple`,
    );
  }
  const local = await createLocalChat({
    path: parts.inDataFolder("chat.sqlite"),
    clock,
    actions,
    painter,
    channels: ["general", config.DEPMAP_INCIDENT_CHANNEL],
    welcome,
    people,
  });
  return {
    chat: local.chat,
    router: (handlers) => local.router(handlers, { host, password }),
    start: () => Promise.resolve(),
    isConnected: () => true,
    idle: () => local.idle(),
    close: () => local.close(),
  };
}

/** Does this configuration name a Slack? */
export function talksInSlack(config: Config): boolean {
  return identityOf(config) !== undefined;
}

/** What of this configuration is Slack's; undefined when depmap does not talk there. */
function slackSettings(config: Config): SlackSettings | undefined {
  const identity = identityOf(config);
  return (
    identity && {
      url: config.SLACK_URL,
      identity,
      appToken: config.SLACK_APP_TOKEN,
      signingSecret: config.SLACK_SIGNING_SECRET,
      approvers: config.SLACK_APPROVERS,
      captureEmoji: config.SLACK_CAPTURE_EMOJI,
      deadlineMs: CHAT_DEADLINE_MS,
    }
  );
}

function identityOf(config: Config): SlackSettings["identity"] | undefined {
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_TOKEN_KEYS: keys,
    SLACK_WORKSPACES: allowed,
    DEPMAP_PUBLIC_URL: publicUrl,
  } = config;
  if (botToken) return { botToken };
  // `readConfig` has made sure that these come together.
  if (!clientId || !clientSecret || !keys || !allowed || !publicUrl) return undefined;
  const scopes = Object.keys(SLACK_SCOPES);
  return { installation: { clientId, clientSecret, keys, allowed, publicUrl, scopes } };
}

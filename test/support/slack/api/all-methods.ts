import type { Method } from "../slack-state.ts";
import { authMethods } from "./auth-methods.ts";
import { chatMethods } from "./chat-methods.ts";
import { conversationMethods } from "./conversation-methods.ts";
import { fileMethods } from "./file-methods.ts";
import { furnitureMethods } from "./furniture-methods.ts";
import { userMethods } from "./user-methods.ts";
import { viewMethods } from "./view-methods.ts";

/** What the double answers; everything else is `unknown_method`. */
export const allMethods: Readonly<Record<string, Method>> = {
  ...authMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...furnitureMethods,
  ...userMethods,
  ...viewMethods,
};

interface Terms {
  /** Calls a minute, for each workspace. */
  readonly perMinute: number;
  readonly scope?: string;
  /** What a private channel takes instead. */
  readonly privateScope?: string;
}

const channelsRead = { scope: "channels:read", privateScope: "groups:read" };
const channelsHistory = { scope: "channels:history", privateScope: "groups:history" };
const channelsManage = { scope: "channels:manage", privateScope: "groups:write" };
const topicWrite = {
  scope: "channels:manage|channels:write.topic",
  privateScope: "groups:write|groups:write.topic",
};

/** Slack's tiers and the scopes that it asks for. */
export const terms: Readonly<Record<string, Terms>> = {
  "api.test": { perMinute: 100 },
  "auth.test": { perMinute: 300 },
  "auth.revoke": { perMinute: 50 },
  "auth.teams.list": { perMinute: 20 },
  "team.info": { perMinute: 50, scope: "team:read" },
  "bots.info": { perMinute: 50, scope: "users:read" },
  "chat.postMessage": { perMinute: 300, scope: "chat:write" },
  "chat.update": { perMinute: 50, scope: "chat:write" },
  "chat.delete": { perMinute: 50, scope: "chat:write" },
  "chat.postEphemeral": { perMinute: 100, scope: "chat:write" },
  "chat.getPermalink": { perMinute: 300 },
  "conversations.info": { perMinute: 50, ...channelsRead },
  "conversations.list": { perMinute: 20, ...channelsRead },
  "conversations.history": { perMinute: 50, ...channelsHistory },
  "conversations.replies": { perMinute: 50, ...channelsHistory },
  "conversations.members": { perMinute: 100, ...channelsRead },
  "conversations.join": { perMinute: 50, scope: "channels:join" },
  "conversations.create": { perMinute: 20, ...channelsManage },
  "conversations.setTopic": { perMinute: 20, ...topicWrite },
  "conversations.open": { perMinute: 50, scope: "im:write" },
  "users.info": { perMinute: 100, scope: "users:read" },
  "users.list": { perMinute: 20, scope: "users:read" },
  "users.lookupByEmail": { perMinute: 50, scope: "users:read.email" },
  "usergroups.list": { perMinute: 20, scope: "usergroups:read" },
  "usergroups.users.list": { perMinute: 20, scope: "usergroups:read" },
  "views.open": { perMinute: 100 },
  "views.push": { perMinute: 100 },
  "views.update": { perMinute: 100 },
  "views.publish": { perMinute: 100 },
  "pins.add": { perMinute: 20, scope: "pins:write" },
  "pins.remove": { perMinute: 20, scope: "pins:write" },
  "pins.list": { perMinute: 20, scope: "pins:read" },
  "bookmarks.add": { perMinute: 20, scope: "bookmarks:write" },
  "bookmarks.edit": { perMinute: 20, scope: "bookmarks:write" },
  "bookmarks.remove": { perMinute: 20, scope: "bookmarks:write" },
  "bookmarks.list": { perMinute: 50, scope: "bookmarks:read" },
  "reactions.add": { perMinute: 50, scope: "reactions:write" },
  "files.getUploadURLExternal": { perMinute: 100, scope: "files:write" },
  "files.completeUploadExternal": { perMinute: 100, scope: "files:write" },
  "files.info": { perMinute: 100, scope: "files:read" },
  "apps.connections.open": { perMinute: 30 },
  "oauth.v2.access": { perMinute: 100 },
};

/** Every scope that the double knows of. */
export const allScopes: readonly string[] = [
  ...new Set(
    Object.values(terms).flatMap(({ scope, privateScope }) =>
      [scope, privateScope].flatMap((one) => one?.split("|") ?? []),
    ),
  ),
  "app_mentions:read",
  "commands",
  "reactions:read",
  "im:history",
];

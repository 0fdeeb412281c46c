/** Every bot scope that depmap asks for, and why. The manifest, the installation page and the README have them from here. */
export const SLACK_SCOPES = {
  commands: "`/depmap` and the two shortcuts",
  "app_mentions:read": "hears `@depmap …`",
  "chat:write": "posts and edits briefings, cards and answers",
  "channels:read": "finds incident channels by name, and sees when one is made or renamed",
  "channels:join": "joins public incident channels by itself",
  "channels:history":
    "reads a thread that somebody has captured, follows its edits, and finds its own messages again",
  "channels:manage": "opens a channel for an incident, and keeps its topic if asked",
  "groups:read": "the same in private channels to which somebody has invited it",
  "groups:history": "the same in private channels to which somebody has invited it",
  "groups:write": "keeps the topic of a private incident channel if asked",
  "pins:write": "pins the briefing",
  "bookmarks:read": "looks whether the map is bookmarked already",
  "bookmarks:write": "bookmarks the map",
  "files:write": "shows pictures",
  "reactions:read": "sees the reaction that captures a thread",
  "users:read": "tells members from guests and from people of other companies, and knows names",
  "usergroups:read": "knows who may change the map, and what is whose",
} as const;

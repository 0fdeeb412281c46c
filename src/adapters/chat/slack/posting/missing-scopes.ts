import { z } from "zod";
import type { SlackAnswer } from "../slack-web.ts";

/** The client adds what Slack says of the token in a header. */
const WithScopes = z.object({ response_metadata: z.object({ scopes: z.array(z.string()) }) });

/** What depmap cannot do in a channel without a scope. Without those that are left out it cannot speak there at all. */
function needs(isPrivate: boolean): readonly (readonly [scope: string, what: string])[] {
  const kind = isPrivate ? "groups" : "channels";
  return [
    [`${kind}:history`, "cannot read threads here, nor find again what it posted"],
    [isPrivate ? "groups:write" : "channels:manage", "cannot keep the topic"],
    ["pins:write", "cannot pin the briefing"],
    ["bookmarks:read", "cannot bookmark the map"],
    ["bookmarks:write", "cannot bookmark the map"],
    ["files:write", "cannot show pictures"],
    ["reactions:read", "cannot see the reaction that captures a thread"],
    [
      "usergroups:read",
      "cannot see who is in which user group, so that nobody may change the map through one",
    ],
  ];
}

/** The scopes that the token has; undefined where Slack does not say. */
export function heldScopes(answer: SlackAnswer): ReadonlySet<string> | undefined {
  const scopes = WithScopes.safeParse(answer).data?.response_metadata.scopes;
  return scopes && new Set(scopes);
}

/** What depmap misses in a channel, in words with the next step; nothing where Slack does not say which scopes it has. */
export function missingScopes(answer: SlackAnswer, isPrivate: boolean): readonly string[] {
  const held = heldScopes(answer);
  if (!held) return [];
  return needs(isPrivate)
    .filter(([scope]) => !held.has(scope))
    .map(([scope, what]) => `${what}: give the app the scope ${scope} and install it again`);
}

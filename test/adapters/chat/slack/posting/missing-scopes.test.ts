import { expect, it } from "vitest";
import { missingScopes } from "../../../../../src/adapters/chat/slack/posting/missing-scopes.ts";
import { SLACK_SCOPES } from "../../../../../src/adapters/chat/slack/scopes.ts";

const ALL = Object.keys(SLACK_SCOPES);

/** An answer as the client gives it for a token with these scopes. */
function answerWith(scopes: readonly string[]) {
  return { ok: true, response_metadata: { scopes } };
}

it.each([false, true])(
  "misses nothing with the scopes that depmap asks for (private: %s)",
  (isPrivate) => {
    expect(missingScopes(answerWith(ALL), isPrivate)).toEqual([]);
  },
);

it("says what it cannot do without a scope, and what to do about it", () => {
  const without = ALL.filter((scope) => scope !== "pins:write");

  expect(missingScopes(answerWith(without), false)).toEqual([
    "cannot pin the briefing: give the app the scope pins:write and install it again",
  ]);
});

it("asks for a private channel's own scopes there", () => {
  const without = ALL.filter((scope) => scope !== "groups:history");

  expect(missingScopes(answerWith(without), false)).toEqual([]);
  expect(missingScopes(answerWith(without), true)).toEqual([
    expect.stringContaining("groups:history"),
  ]);
});

it("misses nothing where Slack does not say which scopes there are", () => {
  expect(missingScopes({ ok: true }, false)).toEqual([]);
});

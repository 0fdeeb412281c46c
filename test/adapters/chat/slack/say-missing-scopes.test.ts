import { expect, it } from "vitest";
import { SLACK_SCOPES } from "../../../../src/adapters/chat/slack/scopes.ts";
import { errorsOnly } from "../../../support/errors-only.ts";
import { quietHandlers } from "../../../support/quiet-handlers.ts";
import { startSlackWorkspace } from "../../../support/slack-workspace.ts";

async function errorsWith(scopes: readonly string[], atLeast: number): Promise<readonly object[]> {
  const errors: object[] = [];
  const workspace = await startSlackWorkspace(quietHandlers(), "http", {
    double: { scopes },
    log: { ...errorsOnly(), error: (data) => void errors.push(data) },
  });
  await expect.poll(() => workspace.double.calls("auth.test").length).toBeGreaterThan(1);
  await expect.poll(() => errors.length).toBeGreaterThanOrEqual(atLeast);
  await workspace.close();
  return errors;
}

it("says at the start which scopes are missing, and what each is for", async () => {
  const scopes = Object.keys(SLACK_SCOPES).filter((scope) => scope !== "channels:read");

  expect(await errorsWith(scopes, 1)).toEqual([
    { missing: { "channels:read": SLACK_SCOPES["channels:read"] } },
  ]);
});

it("says nothing of scopes when all are there", async () => {
  expect(await errorsWith(Object.keys(SLACK_SCOPES), 0)).toEqual([]);
});

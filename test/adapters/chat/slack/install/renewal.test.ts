import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createSealedInstallations,
  type SealedInstallations,
} from "../../../../../src/adapters/chat/slack/install/installation-store.ts";
import { createInstallProvider } from "../../../../../src/adapters/chat/slack/install/install-routes.ts";
import { createInstalledWorkspaces } from "../../../../../src/adapters/chat/slack/install/installed-workspaces.ts";
import { createRenewals } from "../../../../../src/adapters/chat/slack/install/renew-tokens.ts";
import { createSeal } from "../../../../../src/adapters/chat/slack/install/seal.ts";
import type { Workspaces } from "../../../../../src/adapters/chat/slack/workspaces.ts";
import { DepmapError } from "../../../../../src/model/errors.ts";
import type { Installations } from "../../../../../src/ports/installations.ts";
import type { Log } from "../../../../../src/ports/log.ts";
import { saying } from "../../../../contracts/chat/chat-under-test.ts";
import { quietHandlers } from "../../../../support/quiet-handlers.ts";
import type { WorkspaceSetup } from "../../../../support/slack/slack-double.ts";
import { installIn, installable } from "../../../../support/slack-install.ts";
import { startSlackWorkspace, type SlackWorkspace } from "../../../../support/slack-workspace.ts";

const WORKSPACES: readonly WorkspaceSetup[] = [
  {
    id: "T1",
    enterprise: "E1",
    isInstalled: false,
    people: [{ id: "UADA", name: "Ada" }],
    channels: [{ id: "CINC", name: "incidents", hasBot: true }],
  },
];
const HOURS_12 = 43_200;
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

let workspace: SlackWorkspace;
beforeEach(async () => {
  workspace = await startSlackWorkspace(quietHandlers(), "http", {
    double: { workspaces: WORKSPACES, tokenLifetimeSeconds: HOURS_12 },
    settings: (double) => installable(double, ["T1", "E1"]),
  });
});
afterEach(() => workspace.close());

/** Installs depmap, and lets depmap's token have so many seconds left by what is kept of it. */
async function installedWith(
  secondsLeft: number,
  where: { readonly team: string } | { readonly org: string } = { team: "T1" },
): Promise<void> {
  await installIn(workspace, where);
  const { store } = replica(workspace.installations);
  const [kept] = await store.all();
  if (!kept?.bot) throw new Error("nothing kept");
  const expiresAt = Math.floor(Date.now() / 1000) + secondsLeft;
  await store.storeInstallation({ ...kept, bot: { ...kept.bot, expiresAt } });
  await workspace.restart();
}

function renewals(): readonly (string | undefined)[] {
  return workspace.double
    .calls("oauth.v2.access")
    .filter(({ args }) => args["grant_type"] === "refresh_token")
    .map(({ answer }) => (answer["ok"] === true ? "renewed" : String(answer["error"])));
}

const post = (channel: string, key: string) =>
  workspace.slack.chat.post({ channel }, saying(key), key);

/** Another process with the same store and the same keys. */
function replica(installations: Installations): {
  readonly workspaces: Workspaces;
  readonly store: SealedInstallations;
} {
  const { identity } = installable(workspace.double, ["T1", "E1"]);
  if (!("installation" in identity)) throw new Error("no installation");
  const { installation } = identity;
  const store = createSealedInstallations({
    installations,
    seal: createSeal(installation.keys),
    allowed: installation.allowed,
    revoke: async () => {},
    onClosed: () => {},
  });
  const { apiUrl } = workspace.double;
  const provider = createInstallProvider({ ...installation, apiUrl }, store, quiet);
  const clock = { now: () => Date.now() };
  const renewed = createRenewals({ provider, installations: store, clock, log: quiet });
  const workspaces = createInstalledWorkspaces({
    installations: store,
    renewed,
    clock,
    log: quiet,
  });
  return { workspaces, store };
}

describe("a token that runs out", () => {
  it("is used as it is while it is good for long", async () => {
    await installedWith(HOURS_12);

    await post("T1/CINC", "a");

    expect(renewals()).toEqual([]);
  });

  it.each([
    ["a workspace", { team: "T1" }, "T1"],
    ["an organisation", { org: "E1" }, "E1"],
  ])("is renewed for %s before it has run out, and kept sealed", async (_, where, owner) => {
    await installedWith(3600, where);
    const before = await workspace.installations.find(`slack ${owner}`);

    await post(`${owner}/CINC`, "a");
    await post(`${owner}/CINC`, "b");

    expect(renewals()).toEqual(["renewed"]);
    const after = await workspace.installations.find(`slack ${owner}`);
    expect(after?.sealed).not.toBe(before?.sealed);
    const tokens = workspace.double.calls("chat.postMessage").map(({ token }) => token);
    expect(new Set(tokens).size).toBe(1);
    expect(JSON.stringify(after)).not.toContain(tokens[0]);
  });

  it("is renewed once by however many ask at once, in however many replicas", async () => {
    await installedWith(3600);
    const replicas = [0, 1, 2].map(() => replica(workspace.installations).workspaces);

    const found = await Promise.all(
      replicas.flatMap((one) => [one.find("T1"), one.find("T1"), one.all()]),
    );
    const later = await Promise.all(
      [0, 1].map(() => replica(workspace.installations).store.one("T1")),
    );

    expect(renewals()).toEqual(["renewed"]);
    expect(found.flat()).toHaveLength(9);
    const [kept] = later;
    const answer = await fetch(`${workspace.double.apiUrl}auth.test`, {
      headers: { authorization: `Bearer ${kept?.bot?.token}` },
    });
    expect(await answer.json()).toMatchObject({ ok: true, team_id: "T1" });
  });

  it("is waited for when it has run out already and somebody else renews it", async () => {
    await installedWith(-60);
    const replicas = [0, 1, 2].map(() => replica(workspace.installations).workspaces);

    const found = await Promise.all(replicas.map((one) => one.find("T1")));

    const tokens = new Set(found.map(({ token }) => token.reveal()));
    expect([renewals(), tokens.size]).toEqual([["renewed"], 1]);
  });

  it("is not lost when the store is away just after Slack has renewed it", async () => {
    await installedWith(3600);
    const { installations } = workspace;
    let refusals = 0;
    const stumbling: Installations = {
      ...installations,
      async replace(installation, instead) {
        const isRenewed = renewals().length > 0;
        if (isRenewed && refusals < 2) {
          refusals += 1;
          throw new DepmapError("graph-store-away", "away");
        }
        return await installations.replace(installation, instead);
      },
    };

    const { token } = await replica(stumbling).workspaces.find("T1");

    const kept = await replica(installations).store.one("T1");
    expect([refusals, kept?.bot?.token]).toEqual([2, token.reveal()]);
    expect(kept?.bot?.expiresAt).toBeGreaterThan(Date.now() / 1000 + HOURS_12 / 2);
  });

  it("goes on being used while it cannot be renewed", async () => {
    await installedWith(3600);
    workspace.double.fail("oauth.v2.access", { kind: "error", error: "internal_error" });

    expect(await post("T1/CINC", "a")).toMatch(/^\d+\./);
    expect(renewals()).toEqual(["internal_error"]);
  });

  it("that has run out and cannot be renewed is said to be so", async () => {
    await installedWith(-60);
    workspace.double.fail("oauth.v2.access", { kind: "error", error: "invalid_refresh_token" }, 9);

    const { workspaces } = replica(workspace.installations);

    await expect(workspaces.find("T1")).rejects.toMatchObject({
      code: "chat-away",
      message: expect.stringMatching(/T1 has run out.*\/slack\/install/),
    });
  });
});

describe("a renewed token", () => {
  it("does not take the place of a newer installation, nor bring back one that has gone", async () => {
    await installedWith(3600);
    const { store } = replica(workspace.installations);
    const seen = await store.one("T1");
    if (!seen?.bot) throw new Error("nothing kept");
    await installIn(workspace, { team: "T1" });
    const newer = await workspace.installations.find("slack T1");

    await store.storeInstallation({ ...seen, bot: { ...seen.bot, token: "late" } });
    expect(await workspace.installations.find("slack T1")).toEqual(newer);

    await workspace.installations.remove("slack T1");
    await store.storeInstallation({ ...seen, bot: { ...seen.bot, token: "late" } });
    expect(await workspace.installations.all()).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { saying } from "../../../../contracts/chat/chat-under-test.ts";
import { quietHandlers } from "../../../../support/quiet-handlers.ts";
import type { Json, WorkspaceSetup } from "../../../../support/slack/slack-double.ts";
import { installIn, installable } from "../../../../support/slack-install.ts";
import { startSlackWorkspace, type SlackWorkspace } from "../../../../support/slack-workspace.ts";

const WORKSPACES: readonly WorkspaceSetup[] = [
  { id: "T1", enterprise: "E1" },
  { id: "T2", enterprise: "E1" },
  { id: "T3" },
].map((one) => ({
  ...one,
  isInstalled: false,
  people: [{ id: `UADA${one.id}`, name: "Ada" }],
  channels: [{ id: `CINC${one.id}`, name: "incidents", hasBot: true }],
}));

let workspace: SlackWorkspace;
beforeEach(async () => {
  workspace = await startSlackWorkspace(quietHandlers(), "http", {
    double: { workspaces: WORKSPACES },
    settings: (double) => installable(double, ["T1", "T3", "E1"]),
  });
});
afterEach(() => workspace.close());

async function kept(): Promise<readonly string[]> {
  return (await workspace.installations.all()).map(({ id }) => id);
}

/** What Slack sent when depmap was taken out, to be sent again: each as an event of its own. */
function farewells(): readonly Json[] {
  return workspace.double.deliveries
    .filter(({ payload }) =>
      /app_uninstalled|tokens_revoked/.test(JSON.stringify(payload["event"] ?? {})),
    )
    .map(({ payload }) => ({ ...payload, event_id: `Ev-late-${String(payload["event_id"])}` }));
}

describe("a farewell to depmap", () => {
  it("is the end of what is kept of a workspace, and of nothing else", async () => {
    await installIn(workspace, { team: "T1" });
    await installIn(workspace, { team: "T3" });

    await workspace.double.workspace("T3").uninstall();
    await workspace.idle();

    expect(await kept()).toEqual(["slack T1"]);
    const posting = workspace.slack.chat.post({ channel: "T3/CINCT3" }, saying("x"), "k");
    await expect(posting).rejects.toMatchObject({ code: "not-allowed" });
  });

  it.each(["app_uninstalled", "tokens_revoked"])("is said by %s alone, too", async (type) => {
    await installIn(workspace, { team: "T3" });
    workspace.double.deliverTo({ http: `${workspace.url}/nowhere` });
    await workspace.double.workspace("T3").uninstall();
    workspace.double.deliverTo({ http: `${workspace.url}/slack/events` });
    expect(await kept()).toEqual(["slack T3"]);

    const [event = {}] = farewells().filter(
      ({ event }) => Reflect.get(Object(event), "type") === type,
    );
    await workspace.double.deliver("event", event);
    await workspace.idle();

    expect(await kept()).toEqual([]);
  });

  it("is the end of an organisation as a whole, but not of a workspace's own installation", async () => {
    await installIn(workspace, { team: "T3" });
    await installIn(workspace, { org: "E1" });
    expect(await kept()).toEqual(["slack T3", "slack E1"]);

    await workspace.double.uninstallOrganisation("E1");
    await workspace.idle();

    expect(await kept()).toEqual(["slack T3"]);
    const posting = workspace.slack.chat.post({ channel: "E1/CINCT1" }, saying("x"), "k");
    await expect(posting).rejects.toMatchObject({ code: "not-allowed" });
  });

  it.each([
    ["a workspace", { team: "T3" }, "slack T3", "T3/CINCT3"],
    ["an organisation", { org: "E1" }, "slack E1", "E1/CINCT2"],
  ])(
    "that comes late takes nothing from a newer installation in %s",
    async (_, where, id, channel) => {
      await installIn(workspace, where);
      if ("org" in where) await workspace.double.uninstallOrganisation("E1");
      else await workspace.double.workspace("T3").uninstall();
      await workspace.idle();
      expect(await kept()).toEqual([]);
      await installIn(workspace, where);

      expect(farewells()).toHaveLength(2);
      for (const late of farewells()) await workspace.double.deliver("event", late);
      await workspace.idle();

      expect(await kept()).toEqual([id]);
      expect(await workspace.slack.chat.post({ channel }, saying("here again"), "k")).toMatch(
        /^\d+\./,
      );
    },
  );

  it("of a person's own token is none of depmap's", async () => {
    await installIn(workspace, { team: "T3" });
    await workspace.double.deliver("event", {
      type: "event_callback",
      team_id: "T3",
      event_id: "Ev-person",
      event: { type: "tokens_revoked", tokens: { oauth: ["UADAT3"], bot: [] } },
      authorizations: [],
    });
    await workspace.idle();

    expect(await kept()).toEqual(["slack T3"]);
  });

  it("is asked about again while Slack does not answer", async () => {
    await installIn(workspace, { team: "T3" });
    workspace.double.fail("auth.test", { kind: "status", status: 503 });

    await workspace.double.workspace("T3").uninstall();
    await workspace.idle();

    expect(await kept()).toEqual([]);
  });
});

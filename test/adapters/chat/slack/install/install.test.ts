import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../../../../../src/model/reply.ts";
import { saying } from "../../../../contracts/chat/chat-under-test.ts";
import { quietHandlers } from "../../../../support/quiet-handlers.ts";
import type { WorkspaceSetup } from "../../../../support/slack/slack-double.ts";
import { PUBLIC_URL, installIn, installable } from "../../../../support/slack-install.ts";
import { startSlackWorkspace, type SlackWorkspace } from "../../../../support/slack-workspace.ts";

/** Three workspaces of one company and one of somebody else. */
const WORKSPACES: readonly WorkspaceSetup[] = ["T1", "T2", "TEVIL"].map((id) => ({
  id,
  name: `Workspace ${id}`,
  people: [{ id: `UADA${id}`, name: "Ada" }],
  channels: [{ id: `CINC${id}`, name: "incidents", members: [`UADA${id}`], hasBot: true }],
}));

describe("installing depmap in several workspaces", () => {
  let workspace: SlackWorkspace;
  let allowed: readonly string[];
  let asked: { readonly person: string; readonly channel: string | undefined }[];
  beforeEach(async () => {
    asked = [];
    allowed = ["T1", "T2"];
    const handlers = quietHandlers({
      async onCommand({ person, place }): Promise<Reply> {
        asked.push({ person: person.id, channel: place.channel });
        return saying(`answered for ${person.name} (${person.role})`);
      },
    });
    workspace = await startSlackWorkspace(handlers, "http", {
      double: { workspaces: WORKSPACES },
      settings: (double) => installable(double, allowed),
    });
  });
  afterEach(() => workspace.close());

  const install = (team: string, spoil?: (back: URL) => void) =>
    installIn(workspace, { team }, spoil);

  it("answers in each of them under its own token", async () => {
    expect(await (await install("T1")).text()).toContain("depmap is installed in Workspace T1");
    expect((await install("T2")).status).toBe(200);

    for (const id of ["T1", "T2"]) {
      const ada = workspace.double.workspace(id).as(`UADA${id}`);
      await ada.commands(`CINC${id}`, "status");
      await workspace.idle();
      expect(ada.sees(`CINC${id}`)).toContain("answered for Ada (member)");
    }

    expect(asked).toEqual([
      { person: "T1/UADAT1", channel: "T1/CINCT1" },
      { person: "T2/UADAT2", channel: "T2/CINCT2" },
    ]);
    const tokens = ["T1", "T2"].map((id) => workspace.double.workspace(id).botToken);
    expect(new Set(workspace.double.calls("users.info").map(({ token }) => token))).toEqual(
      new Set(tokens),
    );
  });

  it("sends the browser back to where people reach depmap", async () => {
    const begun = await fetch(`${workspace.url}/slack/install`, { redirect: "manual" });
    const consent = new URL(begun.headers.get("location") ?? "");

    expect(consent.origin).toBe(workspace.double.url);
    expect(consent.searchParams.get("redirect_uri")).toBe(`${PUBLIC_URL}/slack/oauth_redirect`);
  });

  it("still knows them after a restart, and posts where the first was installed", async () => {
    await install("T2");
    await install("T1");
    await workspace.restart();

    const channel = await workspace.slack.chat.findChannel("#incidents");

    expect(channel).toMatchObject({ id: "T2/CINCT2", name: "incidents" });
    await workspace.slack.chat.post({ channel: channel?.id ?? "" }, saying("here"), "k");
    expect(workspace.double.workspace("T2").messages("CINCT2")).toHaveLength(1);
  });

  it("serves a workspace no longer that nobody names any more", async () => {
    await install("T1");
    await install("T2");
    allowed = ["T2"];
    await workspace.restart();

    const ada = workspace.double.workspace("T1").as("UADAT1");
    await ada.commands("CINCT1", "status");
    await workspace.idle();

    expect(asked).toEqual([]);
    expect(ada.sees("CINCT1")).not.toContain("answered");
  });

  it("refuses a workspace that nobody named, and gives its token back", async () => {
    const answer = await install("TEVIL");

    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(
      /may not be installed in the workspace TEVIL; add it to SLACK_WORKSPACES/,
    );
    const [revoked] = workspace.double.calls("auth.revoke");
    expect(revoked?.token).toBe(workspace.double.workspace("TEVIL").botToken);
    expect(await workspace.installations.all()).toEqual([]);
  });

  it("keeps no token that could be read in the file", async () => {
    await install("T1");
    const [kept] = await workspace.installations.all();

    expect(kept?.id).toBe("slack T1");
    expect(JSON.stringify(kept)).not.toContain(workspace.double.workspace("T1").botToken);
  });

  it("refuses a way back that it did not begin", async () => {
    const forged = await install("T1", (back) => back.searchParams.set("state", "forged"));
    const denied = await install("T1", (back) => {
      back.searchParams.delete("code");
      back.searchParams.set("error", "access_denied");
    });
    const none = await fetch(`${workspace.url}/slack/oauth_redirect?code=x`);

    expect([forged.status, denied.status, none.status]).toEqual([403, 403, 403]);
    expect(await workspace.installations.all()).toEqual([]);
  });

  it("forgets a workspace that takes it out, and says nothing there any more", async () => {
    await install("T1");
    await install("T2");
    await workspace.double.workspace("T1").uninstall();
    await workspace.idle();

    expect((await workspace.installations.all()).map(({ id }) => id)).toEqual(["slack T2"]);
    const posting = workspace.slack.chat.post({ channel: "T1/CINCT1" }, saying("x"), "k");
    await expect(posting).rejects.toMatchObject({ code: "not-allowed" });
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../../../../../src/model/person.ts";
import { createSecret } from "../../../../../src/model/secret.ts";
import type { ChannelNotice } from "../../../../../src/ports/chat.ts";
import { saying } from "../../../../contracts/chat/chat-under-test.ts";
import { quietHandlers } from "../../../../support/quiet-handlers.ts";
import { richReply } from "../../../../support/rich-reply.ts";
import type { WorkspaceSetup } from "../../../../support/slack/slack-double.ts";
import { installIn, installable } from "../../../../support/slack-install.ts";
import { startSlackWorkspace, type SlackWorkspace } from "../../../../support/slack-workspace.ts";

const ORG_TOKEN = "xoxb-double-E1";

/** Two workspaces of one organisation, in which Ada works in both, and one of another organisation. */
const WORKSPACES: readonly WorkspaceSetup[] = [
  {
    id: "T1",
    name: "Harbour",
    enterprise: "E1",
    isInstalled: false,
    people: [
      { id: "UADA", name: "Ada" },
      { id: "UFAR", name: "Far", team: "T9" },
    ],
    channels: [
      { id: "CINC1", name: "incidents", members: ["UADA", "UFAR"], hasBot: true },
      { id: "COPS1", name: "ops", members: ["UADA"] },
    ],
  },
  {
    id: "T2",
    name: "Ferries",
    enterprise: "E1",
    isInstalled: false,
    people: [
      { id: "UADA", name: "Ada" },
      { id: "UBEN", name: "Ben" },
      { id: "UGIL", name: "Gil", guest: "several-channels" },
    ],
    channels: [
      { id: "CINC2", name: "incidents", members: ["UADA", "UBEN", "UGIL"], hasBot: true },
      { id: "CDOCK2", name: "dock-two", members: ["UBEN"] },
    ],
  },
  { id: "T9", name: "Elsewhere", enterprise: "E9", isInstalled: false },
];

let workspace: SlackWorkspace;
let asked: { readonly person: Person; readonly channel: string | undefined }[];
let noticed: ChannelNotice[];
let homes: string[];

beforeEach(async () => {
  asked = [];
  noticed = [];
  homes = [];
  const handlers = quietHandlers({
    async onCommand({ person, place }) {
      asked.push({ person, channel: place.channel });
      return saying(`answered for ${person.name} (${person.role})`);
    },
    async onChannel(notice) {
      noticed.push(notice);
      return undefined;
    },
    async home(person) {
      homes.push(person.id);
      return saying(`home of ${person.name}`);
    },
  });
  workspace = await startSlackWorkspace(handlers, "http", {
    double: { workspaces: WORKSPACES },
    settings: (double) => ({
      ...installable(double, ["E1", "T1"]),
      approvers: ["@sre"],
    }),
  });
});
afterEach(() => workspace.close());

const inOrganisation = () => installIn(workspace, { org: "E1" });
const as = (team: string, user: string) => workspace.double.workspace(team).as(user);

describe("depmap in a whole organisation", () => {
  it("answers in all its workspaces, under the one token", async () => {
    expect(await (await inOrganisation()).text()).toContain("depmap is installed in Org");

    await as("T1", "UADA").commands("CINC1", "status");
    await as("T2", "UBEN").commands("CINC2", "status");
    await workspace.idle();

    expect(as("T1", "UADA").sees("CINC1")).toContain("answered for Ada (member)");
    expect(as("T2", "UBEN").sees("CINC2")).toContain("answered for Ben (member)");
    expect(asked.map(({ person, channel }) => [person.id, channel])).toEqual([
      ["E1/UADA", "E1/CINC1"],
      ["E1/UBEN", "E1/CINC2"],
    ]);
    const tokens = new Set(workspace.double.calls("users.info").map(({ token }) => token));
    expect(tokens).toEqual(new Set([ORG_TOKEN]));
  });

  it("hears of new channels, mentions and homes in each of them", async () => {
    await inOrganisation();
    const ben = as("T2", "UBEN");

    const channel = await ben.createsChannel("inc-7");
    await ben.mentions("CINC2", "status");
    await ben.opensHome();
    await workspace.idle();

    expect(noticed).toMatchObject([{ channel: { id: `E1/${channel}`, name: "inc-7" } }]);
    expect(asked).toMatchObject([{ person: { id: "E1/UBEN" }, channel: "E1/CINC2" }]);
    expect(homes).toEqual(["E1/UBEN"]);
    expect(ben.sees("CINC2")).toContain("answered for Ben (member)");
  });

  it("finds a name in the first workspace that has it, and a link in any", async () => {
    await inOrganisation();
    const { chat } = workspace.slack;

    expect(await chat.findChannel("#incidents")).toMatchObject({ id: "E1/CINC1" });
    expect(await chat.findChannel("dock-two")).toMatchObject({ id: "E1/CDOCK2" });
    expect(await chat.findChannel("https://app.slack.com/client/T2/CINC2")).toMatchObject({
      id: "E1/CINC2",
    });
    expect(await chat.findChannel("https://app.slack.com/client/T9/CNONE")).toBeUndefined();
    expect(await chat.findChannel("no-such-channel")).toBeUndefined();
    const listed = workspace.double.calls("conversations.list");
    expect(new Set(listed.map(({ args }) => args["team_id"]))).toEqual(new Set(["T1", "T2"]));
    expect(listed.filter(({ answer }) => answer["ok"] !== true)).toEqual([]);
  });

  it("makes channels in the first workspace", async () => {
    await inOrganisation();

    const { id } = await workspace.slack.chat.openChannel("inc-8");

    expect(id).toBe(`E1/${workspace.double.workspace("T1").channelNamed("inc-8")?.id}`);
  });

  it("joins, posts with pictures, edits and finds again in any workspace", async () => {
    await inOrganisation();
    const { chat } = workspace.slack;
    const to = { channel: "E1/CDOCK2" };

    expect(await chat.enter(to.channel)).toMatchObject({ channel: { name: "dock-two" } });
    const message = await chat.post(to, richReply(), "k");
    await chat.edit(to.channel, message, saying("edited"));

    expect(await chat.findPosted(to, "k", 0)).toBe(message);
    expect(workspace.double.workspace("T2").messages("CDOCK2")).toMatchObject([
      { ts: message, edits: expect.any(Number), text: expect.stringContaining("edited") },
    ]);
    const refused = workspace.double.log.filter(
      ({ answer }) => answer["ok"] !== true && answer["error"] !== "invalid_blocks",
    );
    expect(refused).toEqual([]);
  });

  it("tells its own people from guests and from people of other organisations", async () => {
    await inOrganisation();
    const { chat } = workspace.slack;

    const roles = await Promise.all(
      ["UADA", "UBEN", "UGIL", "UFAR"].map(async (id) => (await chat.person(`E1/${id}`))?.role),
    );

    expect(roles).toEqual(["member", "member", "guest", "outsider"]);
  });

  it("gives rights through the groups of those workspaces that somebody is in", async () => {
    await inOrganisation();
    const { double, slack } = workspace;
    double.workspace("T2").setUserGroup("S2SRE", "sre", ["UBEN"]);
    double.workspace("T1").setUserGroup("S1PAY", "team-payments", ["UADA"]);

    const [ada, ben] = await Promise.all(
      ["UADA", "UBEN"].map((id) => slack.chat.person(`E1/${id}`)),
    );

    expect(ben).toMatchObject({ role: "approver", groups: ["sre"] });
    expect(ada).toMatchObject({ role: "member", groups: ["team-payments"] });
  });

  it("gives nobody rights through groups while Slack does not say which workspaces there are", async () => {
    await inOrganisation();
    const { double, slack } = workspace;
    double.workspace("T2").setUserGroup("S2SRE", "sre", ["UBEN", "UADA"]);
    double.fail("auth.teams.list", { kind: "error", error: "fatal_error" });

    expect(await slack.chat.person("E1/UBEN")).toMatchObject({ role: "member", groups: [] });
    expect(await slack.chat.person("E1/UADA")).toMatchObject({ role: "approver" });
  });

  it("is still there after a restart, and gone from a workspace that was taken out", async () => {
    await inOrganisation();
    await workspace.restart();
    await workspace.double.workspace("T1").uninstall();

    const { chat } = workspace.slack;

    expect(await chat.findChannel("#incidents")).toMatchObject({ id: "E1/CINC2" });
    expect((await workspace.installations.all()).map(({ id }) => id)).toEqual(["slack E1"]);
  });

  it("keeps a workspace's own installation apart from the organisation's", async () => {
    await installIn(workspace, { team: "T1" });
    await as("T1", "UADA").commands("CINC1", "status");
    await workspace.idle();
    await inOrganisation();
    await as("T1", "UADA").commands("CINC1", "status");
    await workspace.idle();

    expect(asked.map(({ channel }) => channel)).toEqual(["T1/CINC1", "E1/CINC1"]);
  });
});

describe("depmap with the bot token of an organisation", () => {
  it("works as in one workspace: ids carry none", async () => {
    await inOrganisation();
    const single = await startSlackWorkspace(quietHandlers(), "http", {
      settings: () => ({
        url: workspace.double.url,
        identity: { botToken: createSecret(ORG_TOKEN) },
      }),
    });

    try {
      expect(await single.slack.chat.findChannel("dock-two")).toMatchObject({ id: "CDOCK2" });
      expect(await single.slack.chat.person("UBEN")).toMatchObject({ id: "UBEN", role: "member" });
      expect(await single.slack.chat.person("UFAR")).toMatchObject({ role: "outsider" });
    } finally {
      await single.close();
    }
  });
});

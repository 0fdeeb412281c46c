import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DoubleMessage } from "../../../../support/slack/slack-double.ts";
import { startSlackFirm, type SlackFirm } from "../../../../support/slack-firm.ts";
import { PUBLIC_URL, installIn } from "../../../../support/slack-install.ts";

const LEARNED = "Turns out fares reads the port-dues table that dues-sync fills.";

/** How depmap came into both: each by itself, or with the organisation that they are in. */
const WAYS = [
  {
    name: "two workspaces with a channel of the same name",
    enterprise: undefined,
    installs: [{ team: "T1" }, { team: "T2" }],
    tokens: { T1: "xoxb-double-T1", T2: "xoxb-double-T2" },
  },
  {
    name: "two workspaces of an organisation with a channel of the same name",
    enterprise: "E1",
    installs: [{ org: "E1" }],
    tokens: { T1: "xoxb-double-E1", T2: "xoxb-double-E1" },
  },
] as const;

/** Two workspaces, each with a channel of the same name and people of its own. */
const WORKSPACES = [
  { id: "T1", ada: "UADA", channel: "CINC1" },
  { id: "T2", ada: "UBEA", channel: "CINC2" },
].map(({ id, ada, channel }) => ({
  id,
  isInstalled: false,
  people: [{ id: ada, name: ada.slice(1) }],
  channels: [{ id: channel, name: "incidents", members: [ada], hasBot: true }],
}));

/** All that stands in a workspace's channel, as text. */
function standsIn(messages: readonly DoubleMessage[]): string {
  return JSON.stringify(messages);
}

/** The first line of each message, with its time. */
function headlinesIn(stands: string): string[] {
  const messages = JSON.parse(stands) as readonly DoubleMessage[];
  return messages.map(({ ts, text }) => `${ts} ${text.split("\n")[0]}`);
}

describe.each(WAYS)("$name", ({ enterprise, installs, tokens }) => {
  let firm: SlackFirm;
  /** What stood in the first workspace's channel before anything happened in the second one, and after all. */
  let firstBefore: string;
  let firstAfter: string;
  let secondBefore: string;
  let cardBefore: string;
  let cardAfter: string;

  const messagesIn = (team: string, channel: string) =>
    firm.double.workspace(team).messages(channel);

  beforeAll(async () => {
    firm = await startSlackFirm(
      "http",
      {
        SLACK_BOT_TOKEN: "",
        SLACK_CLIENT_ID: "1.2",
        SLACK_CLIENT_SECRET: "double-client-secret",
        SLACK_TOKEN_KEYS: randomBytes(32).toString("base64"),
        SLACK_WORKSPACES: "T1,T2,E1",
        DEPMAP_PUBLIC_URL: PUBLIC_URL,
        DEPMAP_INCIDENT_CHANNEL: "incidents",
        DEPMAP_CHANNEL_PER_INCIDENT: "no",
      },
      {
        workspaces: WORKSPACES.map((one) =>
          enterprise === undefined ? one : { ...one, enterprise },
        ),
      },
    );
    const { double, pagerduty } = firm;
    for (const where of installs) await installIn(firm.server, where);
    double.workspace("T1").setUserGroup("S1", "sre", ["UADA"]);
    double.workspace("T2").setUserGroup("S2", "sre", ["UBEA"]);
    const ada = double.workspace("T1").as("UADA");
    const bea = double.workspace("T2").as("UBEA");

    pagerduty.rehearsal.trigger({
      title: "Fares: wrong prices",
      service: { id: "PSKFAR1", name: "Fares" },
      alert: { summary: "fares: 38 % of prices rejected", severity: "critical", source: "fares" },
    });
    await firm.settled();
    secondBefore = standsIn(messagesIn("T2", "CINC2"));
    await ada.commands("CINC1", "blast radius fares");
    await firm.settled();

    firstBefore = standsIn(messagesIn("T1", "CINC1"));
    await bea.commands("CINC2", "blast radius dues-sync");
    const root = await bea.says("CINC2", "What did we learn?");
    const said = await bea.says("CINC2", LEARNED, root);
    await bea.usesMessageShortcut("capture_dependencies", "CINC2", said);
    await firm.settled();
    cardBefore = bea.sees("CINC2", root);
    const card = messagesIn("T2", "CINC2").find(({ text }) =>
      /fares depends on dues-sync/.test(text),
    );
    await bea.presses("CINC2", card?.ts, "Approve");
    await firm.settled();
    cardAfter = bea.sees("CINC2", root);
    firstAfter = standsIn(messagesIn("T1", "CINC1"));
  }, 60_000);
  afterAll(() => firm.close());

  it("have an incident told in the one that was installed first", () => {
    expect(firstBefore).toContain("Fares: wrong prices");
    expect(secondBefore).toBe("[]");
  });

  it("have commands answered where they were asked", () => {
    const { double } = firm;

    expect(double.workspace("T1").as("UADA").sees("CINC1")).toMatch(/fares fails/);
    expect(double.workspace("T2").as("UBEA").sees("CINC2")).toMatch(/dues-sync fails/);
    expect(firstAfter).not.toMatch(/dues-sync fails/);
    expect(standsIn(messagesIn("T2", "CINC2"))).not.toMatch(/fares fails|Fares: wrong prices/);
  });

  it("have a proposal shown, approved and updated where it was made", () => {
    expect(cardBefore).toMatch(/Proposed: fares depends on dues-sync[^]*\[Approve\]/);
    expect(cardAfter).toMatch(/Approved by BEA: fares depends on dues-sync/);
  });

  it("show nothing in one of what happened in the other", () => {
    // The open incident's briefing knows what was learned; nothing else was said, and nothing of the other's thread.
    expect(headlinesIn(firstAfter)).toEqual(headlinesIn(firstBefore));
    expect(firstAfter).not.toContain(LEARNED);
  });

  it("share the one map all the same", async () => {
    const { double } = firm;
    await double.workspace("T1").as("UADA").commands("CINC1", "depends on fares");
    await firm.settled();

    expect(double.workspace("T1").as("UADA").sees("CINC1")).toMatch(/dues-sync/);
  });

  it("are spoken to under the token that each was given, and nothing is refused", () => {
    const called = firm.double.log.filter(({ token }) => token.startsWith("xoxb-"));

    const strays = called.filter(({ token, args }) => {
      const what = JSON.stringify(args);
      const isFirst = /CINC1|UADA/.test(what);
      const isSecond = /CINC2|UBEA/.test(what);
      return (isFirst && token !== tokens.T1) || (isSecond && token !== tokens.T2);
    });

    expect(strays).toEqual([]);
    expect(new Set(called.map(({ token }) => token))).toEqual(new Set(Object.values(tokens)));
    const refused = called.filter(
      // A picture that was uploaded a moment ago cannot be shown yet: it is edited in.
      ({ answer }) => answer["ok"] !== true && answer["error"] !== "invalid_blocks",
    );
    expect(refused).toEqual([]);
  });
});

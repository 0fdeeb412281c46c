import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameOf } from "../../../src/model/component.ts";
import type { Action } from "../../../src/model/reply.ts";
import { proposalOf } from "../../support/proposal-of.ts";
import type { Json, PersonSetup } from "../../support/slack/slack-double.ts";
import { startSlackFirm, type SlackFirm } from "../../support/slack-firm.ts";

/** What of the map must not be seen by those who may not read. */
const INTERNAL = /\bfares\b|dues-sync|harbour dues|session-cache/i;
const EDGE = "prod/booking/fares -data-> prod/money/dues-sync";

/** Everybody there is, and what each may do: nothing, read, decide what is theirs, or decide everything. */
const PEOPLE: readonly (PersonSetup & { readonly may: "nothing" | "read" | "own" | "all" })[] = [
  { id: "USRE", name: "Sre", may: "all" },
  { id: "UNAMED", name: "Named", may: "all" },
  { id: "UOWNER", name: "Owner", may: "own" },
  { id: "UMEMBER", name: "Member", may: "read" },
  // Slack's own admins have no rights here that nobody gave them.
  { id: "UADMIN", name: "Admin", isAdmin: true, may: "read" },
  { id: "UGUEST", name: "Guest", guest: "several-channels", may: "nothing" },
  { id: "USTRANGER", name: "Stranger", team: "TELSEWHERE", may: "nothing" },
  { id: "UGONE", name: "Gone", isDeleted: true, may: "nothing" },
];
const EVERYBODY = PEOPLE.map(({ id }) => id);

/** Kinds of channels; in some depmap cannot post, in one it must not. */
const CHANNELS = [
  { id: "CPUBLIC", name: "public", hasBot: true, canPost: true },
  { id: "CPRIVATE", name: "private", hasBot: true, isPrivate: true, canPost: true },
  { id: "CLOCKED", name: "locked", isPrivate: true, canPost: false },
  { id: "CSHARED", name: "shared", hasBot: true, isExtShared: true, canPost: false },
] as const;

/** What somebody may try, and what right it takes. `tells`: the channel sees the answer. */
const DEEDS = [
  { name: "asks a command", needs: "read" },
  { name: "asks by a mention", needs: "read" },
  { name: "presses a question", needs: "read" },
  { name: "types into a search", needs: "read" },
  { name: "opens the home page", needs: "read" },
  { name: "shares an answer", needs: "read", tells: true },
  { name: "captures a thread", needs: "read", changes: "proposals", tells: true },
  { name: "captures by an emoji", needs: "read", changes: "proposals", tells: true },
  { name: "approves", needs: "own", changes: "map" },
  { name: "opens the edit form", needs: "own" },
  { name: "confirms a change of something else", needs: "all", changes: "map" },
] as const;
type Deed = (typeof DEEDS)[number]["name"];

interface Seen {
  /** The person was shown something of the map. */
  readonly read: boolean;
  /** The channel was. */
  readonly told: boolean;
  readonly changed: boolean;
}

let firm: SlackFirm;
let count = 0;
let pairs = 0;
let captures = 0;
beforeAll(async () => {
  firm = await startSlackFirm(
    "http",
    { SLACK_APPROVERS: "@sre,UNAMED", DEPMAP_INCIDENT_CHANNEL: "public" },
    {
      workspaces: [
        {
          id: "T1",
          isInstalled: true,
          people: PEOPLE,
          channels: CHANNELS.map((channel) => ({ ...channel, members: EVERYBODY })),
        },
      ],
    },
    // The double does not count; what is asked here in a minute is an hour's work of everybody.
    { slackLimits: () => [] },
  );
  firm.double.setUserGroup("S1", "sre", ["USRE", "UGUEST", "USTRANGER"]);
  firm.double.setUserGroup("S2", "booking", ["UOWNER", "UGUEST"]);
}, 60_000);
afterAll(() => firm?.close());

/** What anybody's click on this action sends, wherever it was stolen from. */
function clickOn(actionId: string, person: string, channel: string): Json {
  const { double } = firm;
  const [ts, place] = [`${1_700_000_000 + count}.000100`, `press ${(count += 1)}`];
  const team = PEOPLE.find(({ id }) => id === person)?.team ?? "T1";
  return {
    type: "block_actions",
    api_app_id: double.appId,
    token: "x",
    trigger_id: `${place}.x`,
    user: { id: person, username: person.toLowerCase(), team_id: team },
    team: { id: "T1", domain: "t1" },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: "x" },
    container: { type: "message", message_ts: ts, channel_id: channel, is_ephemeral: false },
    message: { type: "message", ts, user: double.botUser, bot_id: double.botId, text: "x" },
    response_url: `${double.url}/response/T1/NONE`,
    state: { values: {} },
    actions: [
      {
        type: "button",
        action_id: actionId,
        block_id: "b",
        action_ts: ts,
        text: { type: "plain_text", text: "x" },
      },
    ],
  };
}

async function stolen(action: Action): Promise<string> {
  return `button.0.0:${await firm.server.parts.actions.keep(action, "somewhere else")}`;
}

async function doDeed(deed: Deed, person: string, channel: string): Promise<Json> {
  const { double, server } = firm;
  const me = double.as(person);
  const press = async (action: Action) => {
    await double.deliver("interaction", clickOn(await stolen(action), person, channel));
    return {};
  };
  switch (deed) {
    case "asks a command":
      await me.commands(channel, "owners fares");
      return {};
    case "asks by a mention":
      await me.mentions(channel, "owners fares");
      return {};
    case "presses a question":
      return await press({ type: "command", line: "owners fares" });
    case "types into a search": {
      const id = (await stolen({ type: "command", line: "blast-radius" })).replace(
        "button",
        "search",
      );
      const asked = { ...clickOn(id, person, channel), type: "block_suggestion", value: "far" };
      const whole = { ...asked, action_id: id, block_id: "b" };
      return { offered: (await double.deliver("interaction", whole)).body };
    }
    case "opens the home page":
      await me.opensHome();
      return {};
    case "shares an answer":
      return await press({ type: "share", line: "owners fares" });
    case "captures a thread":
    case "captures by an emoji": {
      const others = unowned();
      const provider = nameOf(others[(captures += 1) % others.length] ?? "");
      const words = `Turns out fares depends on ${provider}, by way of hose ${captures}.`;
      const root = await double.as("UMEMBER").says(channel, words);
      if (deed === "captures by an emoji") await me.reacts(channel, root, "link");
      else await me.usesMessageShortcut("capture_dependencies", channel, root);
      return {};
    }
    case "approves":
    case "opens the edit form": {
      const proposal = proposalOf(EDGE, { id: `p${(count += 1)}`, remarks: [] });
      await server.parts.store.propose(proposal);
      if (deed === "opens the edit form") {
        return await press({ type: "edit-proposal", proposalId: proposal.id });
      }
      return await press({ type: "decide-proposal", proposalId: proposal.id, decision: "approve" });
    }
    case "confirms a change of something else": {
      return await press({ type: "confirm", line: `link ${unownedPair().join(" ")}` });
    }
  }
}

/** Components that are not the owner's. */
function unowned(): string[] {
  const { components, ownerships } = firm.server.parts.snapshots.current();
  const theirs = ownerships.filter(({ team }) => team === "booking");
  const ids = new Set(theirs.map(({ component }) => component));
  return components.map(({ id }) => id).filter((id) => !ids.has(id));
}

/** Two of them, a new pair each time. */
function unownedPair(): readonly string[] {
  const others = unowned();
  pairs += 1;
  const consumer = others[pairs % others.length] ?? "";
  const provider = others[(pairs + 1 + Math.floor(pairs / others.length)) % others.length] ?? "";
  return [consumer, provider];
}

async function observe(deed: Deed, person: string, channel: string): Promise<Seen> {
  const { double, server } = firm;
  const state = async () => {
    const { store } = server.parts;
    const rows = await store.auditRows(0);
    const open = await store.proposals("open");
    return JSON.stringify([
      await store.version(),
      rows.items.length,
      open.items.map(({ id }) => id),
    ]);
  };
  const from = double.log.length;
  const own = deed === "approves" || deed === "opens the edit form";
  // Making a proposal is the test's own deed.
  const before = own ? undefined : await state();
  const decidedBefore = (await server.parts.store.proposals("approved")).items.length;
  const { offered } = await doDeed(deed, person, channel);
  await firm.settled();
  const calls = double.log.slice(from).filter(({ answer }) => answer["ok"] === true);
  const shown = calls.filter(
    ({ method, args }) =>
      /^(chat\.(postMessage|postEphemeral|update)|views\.\w+|response_url)$/.test(method) &&
      INTERNAL.test(JSON.stringify(args)),
  );
  const toChannel = shown.filter(
    ({ method, args }) =>
      /postMessage|update/.test(method) && String(args["channel"]).startsWith("C"),
  );
  const decided = (await server.parts.store.proposals("approved")).items.length - decidedBefore;
  return {
    read: shown.length > toChannel.length || INTERNAL.test(JSON.stringify(offered ?? "")),
    told: toChannel.length > 0,
    changed: own ? decided > 0 : before !== (await state()),
  };
}

const RANK = { nothing: 0, read: 1, own: 2, all: 3 } as const;

describe("rights in Slack", () => {
  it("are the same wherever somebody clicks: who × where × what", async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const { id: person, may } of PEOPLE) {
      for (const channel of CHANNELS) {
        for (const deed of DEEDS) {
          const needed = RANK[deed.needs];
          // Where another organisation reads along, depmap does nothing for anybody.
          const allowed = RANK[may] >= needed && channel.id !== "CSHARED";
          const seen = await observe(deed.name, person, channel.id);
          cells += 1;
          const name = `${person} ${deed.name} in #${channel.name}`;
          if (RANK[may] === 0 && seen.read) wrong.push(`${name}: was shown something`);
          if (!allowed && seen.changed) wrong.push(`${name}: changed something`);
          if (seen.told && !(allowed && "tells" in deed && channel.canPost)) {
            wrong.push(`${name}: the channel was told`);
          }
          const isBlocked = "tells" in deed && !channel.canPost;
          if (allowed && "changes" in deed && !seen.changed && !isBlocked) {
            wrong.push(`${name}: changed nothing`);
          }
          if (allowed && "tells" in deed && channel.canPost && !seen.told) {
            wrong.push(`${name}: the channel was not told`);
          }
        }
      }
    }
    expect(cells).toBeGreaterThanOrEqual(350);
    expect(wrong).toEqual([]);
  }, 240_000);
});

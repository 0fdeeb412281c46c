import { expect, it } from "vitest";
import { teamsOf } from "../../src/analysis/teams-of.ts";
import { idOf, snapshotOf } from "../support/graph-of.ts";

const map = snapshotOf([], {
  components: [{ id: idOf("ledger") }],
  teams: [
    { id: "pay-1", name: "Team Payments", channel: "#team_payments" },
    { id: "data", name: "Data & Reporting" },
    { id: "signs", name: "--" },
  ],
  ownerships: [{ component: idOf("ledger"), team: "night-shift", sources: ["a"], lastSeen: 0 }],
});

it.each(["pay-1", "PAY1", "@team-payments", "Team Payments", "#TEAM_PAYMENTS"])(
  "takes a group called %s for the team that has that id, name or channel",
  (group) => {
    expect([...teamsOf({ groups: [group] }, map)]).toEqual(["pay-1"]);
  },
);

it.each(["payments", "team-payments-eu", "pay", "data reporting", ""])(
  "takes a group called “%s” for no team that is only called something like it",
  (group) => {
    expect([...teamsOf({ groups: [group] }, map)]).toEqual([]);
  },
);

it("knows a team by its id when nobody has said more of it than what it owns", () => {
  expect([...teamsOf({ groups: ["Night Shift"] }, map)]).toEqual(["night-shift"]);
});

it("makes nobody a member by a name of signs alone", () => {
  expect([...teamsOf({ groups: ["@", "- -", "--"] }, map)]).toEqual([]);
});

it("gives nothing to somebody without groups", () => {
  expect([...teamsOf({}, map)]).toEqual([]);
});

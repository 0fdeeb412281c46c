import { describe, expect, it } from "vitest";
import { mayDecide, maySay, whoMay, type Ends } from "../../src/analysis/may-decide.ts";
import type { Person } from "../../src/model/person.ts";
import { dependencyOf, idOf, snapshotOf } from "../support/graph-of.ts";

const map = snapshotOf(
  ["checkout -> ledger", "fares -> fares-db"].map((arrow) => dependencyOf(arrow)),
  {
    teams: [
      { id: "payments", name: "Payments", channel: "#team-payments" },
      { id: "web", name: "Web" },
    ],
    ownerships: [
      { component: idOf("ledger"), team: "payments", sources: ["estate"], lastSeen: 0 },
      { component: idOf("checkout"), team: "web", sources: ["estate"], lastSeen: 0 },
    ],
  },
);
const ends = (consumer: string, provider: string): Ends => ({
  consumer: { id: idOf(consumer) },
  provider: { id: idOf(provider) },
});
const somebody = (role: Person["role"], ...groups: string[]): Person => ({
  id: "ines",
  name: "Ines",
  role,
  groups,
});

describe("mayDecide", () => {
  it.each([
    ["an approver of no group", somebody("approver"), "fares", "fares-db"],
    ["the provider's owner", somebody("member", "team-payments"), "checkout", "ledger"],
    ["the consumer's owner", somebody("member", "web"), "checkout", "ledger"],
    ["the owner of one end when the other is new", somebody("member", "web"), "checkout", "new"],
  ])("lets %s", (_, person, consumer, provider) => {
    expect(mayDecide(person, ends(consumer, provider), map)).toBe(true);
  });

  it.each([
    ["a member of no group", somebody("member"), "checkout", "ledger"],
    ["a member of another group", somebody("member", "night-shift"), "checkout", "ledger"],
    ["an owner of something else", somebody("member", "payments"), "fares", "fares-db"],
    ["anybody but an approver when both ends are new", somebody("member", "web"), "new", "newer"],
    ["a guest in the owners' group", somebody("guest", "payments", "web"), "checkout", "ledger"],
    ["an outsider in the owners' group", somebody("outsider", "web"), "checkout", "ledger"],
  ])("does not let %s", (_, person, consumer, provider) => {
    expect(mayDecide(person, ends(consumer, provider), map)).toBe(false);
  });
});

it("leaves everything that is no dependency to approvers", () => {
  const component = {
    id: idOf("ledger"),
    kind: "service" as const,
    aliases: [],
    pagerdutyServiceIds: [],
  };
  const facts = [
    { type: "component", component },
    { type: "owner", owner: { component: idOf("ledger"), team: "web" } },
    { type: "team", team: { id: "payments", name: "Payments" } },
  ] as const;

  const owner = somebody("member", "payments");
  expect(facts.map((fact) => maySay(owner, fact, map))).toEqual([false, false, false]);
  expect(facts.map((fact) => maySay(somebody("approver"), fact, map))).toEqual([true, true, true]);
});

it("names the teams that may", () => {
  expect(whoMay(somebody("member"), ends("checkout", "ledger"), map)).toBe(
    "Ines is a member here. Approvers may, and whoever is in a chat group with the name of a team that owns an end: Web, Payments.",
  );
});

it("tells guests and outsiders nothing of the map", () => {
  const words = [somebody("guest"), somebody("outsider")].map((person) =>
    whoMay(person, ends("checkout", "ledger"), map),
  );

  expect(words.join()).not.toMatch(/Web|Payments/);
});

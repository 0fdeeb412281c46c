import { describe, expect, it } from "vitest";
import { owners } from "../../src/analysis/owners.ts";
import { dependencyOf, idOf, snapshotOf } from "../support/graph-of.ts";

const DAY_MS = 86_400_000;
const NOW = 1000 * DAY_MS;

function mapOwnedBy(...claims: [team: string, sources: string[], daysAgo: number][]) {
  const ownerships = claims.map(([team, sources, daysAgo]) => ({
    component: idOf("cart"),
    team,
    sources,
    lastSeen: NOW - daysAgo * DAY_MS,
  }));
  const teams = [{ id: "shop", name: "Team Shop", channel: "#shop" }];
  const map = snapshotOf([dependencyOf("cart -> db")], { ownerships, teams });
  return { ...map, asOf: NOW };
}

describe("owners", () => {
  it("tells the team with its sources and the age of their word", () => {
    expect(owners(mapOwnedBy(["shop", ["estate"], 3]), idOf("cart"))).toEqual({
      component: idOf("cart"),
      disagree: false,
      owners: [
        {
          team: { id: "shop", name: "Team Shop", channel: "#shop" },
          sources: ["estate"],
          lastSeen: NOW - 3 * DAY_MS,
          ageMs: 3 * DAY_MS,
          isStale: false,
        },
      ],
    });
  });

  it("shows both sides when sources disagree: fresh first, then the one with more sources", () => {
    const map = mapOwnedBy(
      ["old", ["a", "b", "c"], 200],
      ["few", ["d"], 0],
      ["shop", ["e", "f"], 9],
    );
    const found = owners(map, idOf("cart"));

    expect(found.disagree).toBe(true);
    expect(found.owners.map(({ team, isStale }) => [team.id, isStale])).toEqual([
      ["shop", false],
      ["few", false],
      ["old", true],
    ]);
  });

  it("names a team that the map does not describe by its id", () => {
    const [only] = owners(mapOwnedBy(["ghost", ["estate"], 0]), idOf("cart")).owners;

    expect(only?.team).toEqual({ id: "ghost", name: "ghost" });
  });

  it("gives an empty list for what nobody owns, and an error for what nobody knows", () => {
    expect(owners(mapOwnedBy(), idOf("db"))).toMatchObject({ owners: [], disagree: false });
    expect(() => owners(mapOwnedBy(), idOf("nobody"))).toThrow(
      expect.objectContaining({ code: "unknown-component" }),
    );
  });
});

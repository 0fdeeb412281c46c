import { describe, expect, it } from "vitest";
import { changeLines } from "../../src/briefing/change-lines.ts";
import type { Story } from "../../src/briefing/story.ts";
import type { Incident, IncidentRecord } from "../../src/model/incident.ts";
import { dependencyOf, snapshotOf } from "../support/graph-of.ts";
import { alertOf } from "../support/scripted-alerts.ts";
import { shopMap } from "../support/shop-map.ts";
import { incidentOf, MINUTE, NIGHT, storyOf } from "../support/story-of.ts";

/** What the worker would have kept after telling this story. */
function recordsOf({ lead, others, origin, blast }: Story): IncidentRecord[] {
  const affected = blast.hits.map(({ component, state }) => ({ component, state }));
  const first = origin.verdict === "ranked" ? origin.candidates[0]?.component : undefined;
  const common = { verdict: origin.verdict, ...(first ? { origin: first } : {}) };
  return [
    { incident: lead, affected, ...common },
    ...others.map((incident) => ({ incident, affected: [], attachedTo: lead.id, ...common })),
  ];
}

async function linesBetween(
  before: readonly Incident[],
  after: readonly Incident[],
  maps = [shopMap(), shopMap()],
): Promise<string[]> {
  const [first, second] = maps as [(typeof maps)[0], (typeof maps)[0]];
  const told = await storyOf(first, before);
  const next = await storyOf(second, after, { now: NIGHT + 9 * MINUTE });
  return changeLines(recordsOf(told), next).map(({ text }) => text);
}

const redis = alertOf("redis", NIGHT);
const one = incidentOf([redis]);

describe("changeLines", () => {
  it("has nothing to say about a story that was never told, or that is as it was", async () => {
    expect(changeLines([], await storyOf(shopMap(), [one]))).toEqual([]);
    expect(await linesBetween([one], [one])).toEqual([]);
  });

  it("tells that it was acknowledged, resolved and reopened", async () => {
    const resolvedAt = NIGHT + 7 * MINUTE;
    const over = incidentOf([redis], { status: "resolved", resolvedAt });

    expect(await linesBetween([one], [incidentOf([redis], { status: "acknowledged" })])).toEqual([
      "acknowledged",
    ]);
    expect(await linesBetween([one], [over])).toEqual(["resolved after 7 min"]);
    expect(await linesBetween([over], [one])).toEqual(["reopened"]);
  });

  it("tells of a hit that the map has learned meanwhile, and why", async () => {
    const maps = [shopMap(), shopMap("payments -> cart")];

    expect(await linesBetween([one], [one], maps)).toEqual([
      "new: payments down, because payments → cart → redis",
    ]);
  });

  it("tells of a worse state, and of what is not reached any more", async () => {
    const before = snapshotOf(
      ["web ~> redis", "batch -> redis"].map((arrow) => dependencyOf(arrow)),
    );
    const after = snapshotOf([dependencyOf("web -> redis")], {
      components: [{ id: "prod/shop/batch" }],
    });

    expect(await linesBetween([one], [one], [before, after])).toEqual([
      "web is now down (was degraded), because web → redis",
      "batch is not reached any more",
    ]);
  });

  it("tells of a new origin in one line instead of all that follows from it", async () => {
    const lines = await linesBetween(
      [incidentOf([alertOf("index", NIGHT)])],
      [incidentOf([redis, alertOf("cart", NIGHT + 1000)])],
    );

    expect(lines[0]).toMatch(/^origin is now redis \(was index\): .*; 3 hit$/);
  });

  it("tells when all alerts of a component are over", async () => {
    const cart = alertOf("cart", NIGHT + 1000);
    const back = { ...cart, resolvedAt: NIGHT + 3 * MINUTE };

    expect(await linesBetween([incidentOf([redis, cart])], [incidentOf([redis, back])])).toEqual([
      "cart is back: its alerts are over",
    ]);
  });

  it("says at most six things at once", async () => {
    const many = Array.from({ length: 30 }, (_, number) => `shop-${number} -> redis`);

    const lines = await linesBetween([one], [one], [shopMap(), shopMap(...many)]);

    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe("and 25 more changes; the briefing has them all");
  });

  it("gives the same change the same key", async () => {
    const told = recordsOf(await storyOf(shopMap(), [one]));
    const next = await storyOf(shopMap("payments -> cart"), [one]);

    expect(changeLines(told, next)).toEqual(changeLines(structuredClone(told), next));
    expect(changeLines(told, next).map(({ key }) => key)).toEqual(["hit prod/shop/payments down"]);
  });
});

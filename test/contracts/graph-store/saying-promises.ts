import { expect } from "vitest";
import { idOf } from "../../support/graph-of.ts";
import { component, contentsOf, dependenciesOf, dependency, NOW, saying } from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

/** What it means to take down what a source says. */
export function sayingPromises(promise: Promises): void {
  promise("is empty at first", async ({ store }) => {
    const snapshot = await store.snapshot(NOW);

    expect(snapshot.asOf).toBe(NOW);
    expect(contentsOf(snapshot)).toEqual({
      components: [],
      dependencies: [],
      teams: [],
      ownerships: [],
      journeys: [],
      sources: [],
    });
  });

  promise(
    "shows a dependency with its traits, its source, its place and its dates",
    async ({ store }) => {
      const claim = dependency("cart -event-> orders", {
        strength: "soft",
        toleratedLagMs: 60_000,
        redundancyGroup: { name: "brokers", needed: 2 },
        monitored: false,
        evidence: ["cart.yaml:31", "cart.yaml:77"],
      });
      await store.say(saying("import:kubernetes", [claim]));

      expect(dependenciesOf(await store.snapshot(NOW))).toEqual([
        {
          consumer: idOf("cart"),
          provider: idOf("orders"),
          coupling: "event",
          strength: "soft",
          toleratedLagMs: 60_000,
          redundancyGroup: { name: "brokers", needed: 2 },
          monitored: false,
          state: "declared",
          confidence: 0.8,
          firstSeen: NOW,
          lastSeen: NOW,
          provenance: [
            {
              source: "kubernetes",
              firstSeen: NOW,
              lastSeen: NOW,
              evidence: ["cart.yaml:31", "cart.yaml:77"],
            },
          ],
        },
      ]);
    },
  );

  promise(
    "shows an end that nobody described as a service, until nothing hangs on it",
    async ({ store }) => {
      await store.say(saying("person:ines", [dependency("cart -> ledger"), component("ledger")]));
      expect((await store.snapshot(NOW)).components).toEqual([
        { id: idOf("cart"), kind: "service", aliases: [], pagerdutyServiceIds: [] },
        { id: idOf("ledger"), kind: "datastore", aliases: [], pagerdutyServiceIds: [] },
      ]);

      const ledgerOnly = saying("person:ines", [component("ledger")], {
        complete: true,
        at: NOW + 1,
      });
      await store.say(ledgerOnly);
      expect((await store.snapshot(NOW)).components.map(({ id }) => id)).toEqual([idOf("ledger")]);
    },
  );

  promise("shows teams, owners, journeys and the age of every source", async ({ store }) => {
    const sure = { confidence: 1, evidence: [] };
    await store.say(
      saying("import:estate", [
        component("cart"),
        {
          fact: { type: "team", team: { id: "basket", name: "Basket", phone: "+44 20 0000" } },
          ...sure,
        },
        { fact: { type: "owner", owner: { component: idOf("cart"), team: "basket" } }, ...sure },
        {
          fact: {
            type: "journey",
            journey: {
              id: "buy",
              name: "Buy",
              entries: [idOf("cart")],
              usersPerMinute: { low: 40, high: 90 },
              currency: "EUR",
            },
          },
          ...sure,
        },
      ]),
    );
    const { teams, ownerships, journeys, sources } = await store.snapshot(NOW);

    expect(teams).toEqual([{ id: "basket", name: "Basket", phone: "+44 20 0000" }]);
    expect(ownerships).toEqual([
      { component: idOf("cart"), team: "basket", sources: ["estate"], lastSeen: NOW },
    ]);
    expect(journeys).toMatchObject([{ id: "buy", usersPerMinute: { low: 40, high: 90 } }]);
    expect(sources).toEqual([{ source: "estate", lastSeen: NOW, facts: 4 }]);
  });

  promise(
    "tells fact by fact what was added and changed, and counts the rest",
    async ({ store }) => {
      await store.say(saying("import:estate", [dependency("a -> b"), dependency("b -> c")]));
      const report = await store.say(
        saying("import:estate", [
          dependency("a -> b"),
          dependency("b -> c", { timeoutMs: 250 }),
          dependency("c -> d"),
        ]),
      );

      expect(report).toEqual({
        added: [`dependency ${idOf("c")} ${idOf("d")} call`],
        changed: [`dependency ${idOf("b")} ${idOf("c")} call`],
        retracted: [],
        unchanged: 1,
      });
    },
  );

  promise("writes the same saying twice as if it were once", async ({ store }) => {
    const said = saying("import:estate", [dependency("a -> b"), component("b")], {
      complete: true,
    });
    await store.say(said);
    const once = { version: await store.version(), map: contentsOf(await store.snapshot(NOW)) };
    const report = await store.say(said);

    expect(report).toEqual({ added: [], changed: [], retracted: [], unchanged: 2 });
    expect({ version: await store.version(), map: contentsOf(await store.snapshot(NOW)) }).toEqual(
      once,
    );
    expect((await store.auditRows(0)).items).toHaveLength(1);
  });

  promise("keeps when a fact was first seen, and moves when it was last", async ({ store }) => {
    for (const at of [NOW, NOW + 7000]) {
      await store.say(saying("observation:mesh", [dependency("a -> b")], { at }));
    }

    const [only] = dependenciesOf(await store.snapshot(NOW + 7000));
    expect(only).toMatchObject({ firstSeen: NOW, lastSeen: NOW + 7000 });
  });

  promise(
    "counts a fact that one saying names twice as one, with the evidence of both",
    async ({ store }) => {
      const twice = ["z.yaml:9", "b.yaml:2"].map((place) =>
        dependency("a -> b", { evidence: [place] }),
      );
      const report = await store.say(saying("import:estate", twice));

      expect(report.added).toHaveLength(1);
      const [only] = dependenciesOf(await store.snapshot(NOW));
      expect(only?.confidence).toBe(0.8);
      expect(only?.provenance[0]?.evidence).toEqual(["b.yaml:2", "z.yaml:9"]);
    },
  );
}

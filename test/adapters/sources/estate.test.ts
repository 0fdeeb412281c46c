import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { estateJsonSchema } from "../../../src/adapters/sources/estate/estate-json-schema.ts";
import { createEstateSource } from "../../../src/adapters/sources/estate/estate-source.ts";
import type { Fact } from "../../../src/model/assertion.ts";

function read(...texts: string[]) {
  const files = texts.map((text, index) => ({ path: `${index || ""}estate.yaml`, text }));
  const [found] = createEstateSource().read(files, { environment: "prod" });
  const claims = found?.claims ?? [];
  const factsOf = <Type extends Fact["type"]>(type: Type) =>
    claims.flatMap(({ fact }) =>
      fact.type === type ? [fact as Extract<Fact, { type: Type }>] : [],
    );
  return {
    claims,
    dependencies: factsOf("dependency").map(({ dependency }) => dependency),
    components: factsOf("component").map(({ component }) => component),
    teams: factsOf("team").map(({ team }) => team),
    owners: factsOf("owner").map(({ owner }) => owner),
    journeys: factsOf("journey").map(({ journey }) => journey),
    skipped: (found?.skipped ?? []).map(({ path, why }) => `${path} ${why}`),
  };
}

it("reads all that can be said of a dependency", () => {
  const { dependencies, skipped } = read(`
components:
  till:
    depends-on:
      - on: ledger-db
        as: data
        strength: soft
        timeout: 2s
        retries: 2
        tolerated-lag: 1h30m
        every: 500ms
        buffer: 1d
        fallback: money/ledger-copy
        group: { name: db, needs: 1 }
        monitored: true
        traffic-per-minute: 40
      - { on: rates, as: batch, every: 6h }
`);

  expect(skipped).toEqual([]);
  expect(dependencies).toEqual([
    {
      consumer: "prod/default/till",
      provider: "prod/default/ledger-db",
      coupling: "data",
      strength: "soft",
      timeoutMs: 2000,
      retries: 2,
      toleratedLagMs: 5_400_000,
      pollingIntervalMs: 500,
      bufferMs: 86_400_000,
      fallback: "prod/money/ledger-copy",
      redundancyGroup: { name: "db", needed: 1 },
      monitored: true,
      trafficPerMinute: 40,
    },
    {
      consumer: "prod/default/till",
      provider: "prod/default/rates",
      coupling: "batch",
      batchIntervalMs: 21_600_000,
    },
  ]);
});

it("takes a bare name for a call in the same namespace, and longer ones as they say", () => {
  const { dependencies } = read(
    "namespace: shop\ncomponents:\n  till:\n    depends-on: [stock, money/ledger, test/money/ledger, test/hub/bus/orders]\n",
  );

  expect(dependencies.map(({ provider }) => provider)).toEqual([
    "prod/shop/stock",
    "prod/money/ledger",
    "test/money/ledger",
    "test/hub/bus/orders",
  ]);
});

it("reads components, owners and teams", () => {
  const { components, owners, teams } = read(`
environment: test
components:
  money/ledger:
    kind: datastore
    aliases: [The Book]
    owner: money
    pagerduty: [PLEDGER]
    description: Every cent
    status-url: https://status.shop.example
    restore-time: 5m
  till:
teams:
  money: { name: Money, channel: "#money", email: m@shop.example, phone: "+47 1", escalation-policy: PESC }
`);

  expect(components).toEqual([
    {
      id: "test/money/ledger",
      kind: "datastore",
      aliases: ["The Book"],
      pagerdutyServiceIds: ["PLEDGER"],
      description: "Every cent",
      statusUrl: "https://status.shop.example",
      restoreTimeMs: 300_000,
    },
    { id: "test/default/till", kind: "service", aliases: [], pagerdutyServiceIds: [] },
  ]);
  expect(owners).toEqual([{ component: "test/money/ledger", team: "money" }]);
  expect(teams).toEqual([
    {
      id: "money",
      name: "Money",
      channel: "#money",
      email: "m@shop.example",
      phone: "+47 1",
      escalationPolicyId: "PESC",
    },
  ]);
});

it("reads journeys with figures that are known, or only about", () => {
  const { journeys } = read(`
components: { till: , stock: }
journeys:
  pay: { name: Pay, entries: [till, stock], users-per-minute: 12, revenue-per-minute: { low: 1, high: 3 }, currency: EUR, sla: 99.9 }
  look: { entries: [stock], sla: { target-percent: 99, budget-left: 30m } }
`);

  expect(journeys).toEqual([
    {
      id: "pay",
      name: "Pay",
      entries: ["prod/default/till", "prod/default/stock"],
      usersPerMinute: { low: 12, high: 12 },
      revenuePerMinute: { low: 1, high: 3 },
      currency: "EUR",
      sla: { targetPercent: 99.9 },
    },
    {
      id: "look",
      name: "look",
      entries: ["prod/default/stock"],
      currency: "USD",
      sla: { targetPercent: 99, budgetLeftMs: 1_800_000 },
    },
  ]);
});

it.each([
  ["namespce: shop", "1 unknown key `namespce`: did you mean `namespace`?"],
  ["components:\n  till:\n    ownr: x", "3 unknown key `ownr`: did you mean `owner`?"],
  ["teams:\n  a:\n    chanel: x", "3 unknown key `chanel`: did you mean `channel`?"],
  [
    "components:\n  till:\n    depends-on:\n      - { on: a, timout: 2s }",
    "4 unknown key `timout`: did you mean `timeout`?",
  ],
  [
    "components:\n  till:\n    depends-on:\n      - on: a\n        group:\n          name: g\n          need: 1",
    "7 unknown key `need`: did you mean `needs`?",
  ],
  ["components:\n  till:\n    kind: servce", "3 `kind`: Invalid option: expected one of"],
  [
    "components:\n  till:\n    restore-time: soon",
    "3 `restore-time`: write a length of time with its unit, such as 500ms",
  ],
  ["components:\n  till:\n    depends-on: [till]", "3 a component does not depend on itself"],
  ["components:\n  till:\n    depends-on: stock", "3 `depends-on` is a list"],
  ["components:\n  till:\n    depends-on:\n      - as: call", "4 left out: it needs `on`"],
  [
    "components:\n  till:\n    owner: mony\nteams:\n  money:",
    "3 no team `mony`: did you mean `money`?",
  ],
  [
    "components:\n  a/x:\n  till:\n    depends-on: [x]",
    "4 no `x` in namespace default; did you mean `a/x`?",
  ],
  ["components:\n  till: 7", "2 expected a mapping with kind, description"],
  ["components: [till]", "1 `components` is a mapping from names to what they are"],
  [
    "journeys:\n  pay:\n    entries: [a]\n    users-per-minute: many",
    "4 `users-per-minute`: write a number, or {low: 10, high: 20}",
  ],
  [
    "components:\n  till:\n  stock:\n  till:",
    "4 `till` stands twice in one mapping; the last one counts",
  ],
  ["components:\n  till: {\n", "not valid YAML"],
  ["just words", "1 an estate file is a mapping"],
])("says with the line what is wrong in %j", (text, complaint) => {
  const { skipped } = read(text);

  expect(skipped).toHaveLength(1);
  expect(skipped[0]?.replace(/^estate.yaml:/, "")).toContain(complaint);
});

it("leaves out what is wrong, and keeps the rest of the record", () => {
  const { dependencies, components } = read(`
components:
  till:
    kind: servce
    aliases: [Till]
    depends-on: [stock, { on: ledger, timeout: fast, retries: 1 }, { as: call }, 7]
`);

  expect(components[0]).toMatchObject({ kind: "service", aliases: ["Till"] });
  expect(dependencies).toEqual([
    { consumer: "prod/default/till", provider: "prod/default/stock", coupling: "call" },
    {
      consumer: "prod/default/till",
      provider: "prod/default/ledger",
      coupling: "call",
      retries: 1,
    },
  ]);
});

it("is less sure of a kind that nobody stated, so that another source may know better", () => {
  const { claims } = read("components:\n  stated: { kind: service }\n  unstated: {}\n");

  expect(claims.map(({ confidence }) => confidence)).toEqual([1, 0.6]);
});

it("knows the names of one file in another", () => {
  const { skipped } = read(
    "namespace: money\ncomponents:\n  ledger:\n",
    "namespace: shop\ncomponents:\n  till: { depends-on: [ledger], owner: shop }\n",
    "teams:\n  shop:\n",
  );

  expect(skipped).toEqual([
    "1estate.yaml:3 no `ledger` in namespace shop; did you mean `money/ledger`?",
  ]);
});

it("gives for each claim the line on which it stands", () => {
  const { claims } = read(
    "components:\n  till:\n    owner: shop\n    depends-on:\n      - stock\n      - on: ledger\nteams:\n  shop:\n",
  );

  expect(claims.map(({ fact, evidence }) => `${fact.type} ${evidence.join()}`)).toEqual([
    "team estate.yaml:8",
    "component estate.yaml:2",
    "owner estate.yaml:3",
    "dependency estate.yaml:5",
    "dependency estate.yaml:6",
  ]);
});

it.each([
  ["estate.yaml", "", true],
  ["west/shop.estate.yml", "", true],
  ["anything.yaml", "teams:\n  a: {}\n", true],
  ["openapi.yaml", "openapi: 3.1.0\ncomponents: {}\n", false],
  ["compose.yaml", "services: {}\n", false],
  ["pod.yaml", "apiVersion: v1\nkind: Pod\n", false],
])("understands %s by its name or its keys", (path, text, isEstate) => {
  expect(createEstateSource().understands({ path, text })).toBe(isEstate);
});

it("has its JSON Schema in the repository; run scripts/write-estate-schema.ts after a change", () => {
  const published: unknown = JSON.parse(readFileSync("schemas/estate.schema.json", "utf8"));

  expect(published).toEqual(JSON.parse(JSON.stringify(estateJsonSchema())));
});

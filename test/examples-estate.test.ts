import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { createSqliteGraphStore } from "../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createEstateSource } from "../src/adapters/sources/estate/estate-source.ts";
import { readSourceFiles } from "../src/adapters/sources/files/read-source-files.ts";
import { createKubernetesSource } from "../src/adapters/sources/kubernetes/kubernetes-source.ts";
import { blastRadius } from "../src/analysis/blast-radius.ts";
import { probableOrigin } from "../src/analysis/probable-origin.ts";
import { alertKind } from "../src/model/alert-kind.ts";
import { buildSnapshot, type Snapshot } from "../src/model/snapshot/snapshot.ts";
import { importGraph, type ImportReport } from "../src/workflows/map/import-graph.ts";
import { dependencyOf } from "./support/graph-of.ts";

const Storm = z.object({
  pagerdutyServiceId: z.string(),
  expectedOrigin: z.string(),
  alerts: z.array(
    z.strictObject({
      afterMs: z.number(),
      pagerdutyServiceId: z.string(),
      serviceName: z.string(),
      severity: z.enum(["critical", "error", "warning", "info"]),
      summary: z.string(),
      source: z.string(),
    }),
  ),
});
const PLACE: Readonly<Record<string, string>> = {
  "dues-sync": "money",
  fares: "booking",
  "price-boards": "harbour",
  "partner-api": "edge",
};
const stormOf = (name: string) => Storm.parse(parse(readFileSync(`examples/${name}`, "utf8")));

let folder: string;
let report: ImportReport;
let snapshot: Snapshot;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-examples-"));
  const store = createSqliteGraphStore({ path: join(folder, "graph.sqlite") });
  report = await importGraph({
    paths: ["examples/manifests", "examples/estate.yaml"],
    sources: [createKubernetesSource(), createEstateSource()],
    readFiles: readSourceFiles,
    store,
    clock: { now: () => 1000 },
    environment: "prod",
    actor: "import:test",
  });
  snapshot = await store.snapshot(2000);
  await store.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("comes in whole: nothing is skipped", () => {
  expect(report.skipped).toEqual([]);
  expect(report.sources.map(({ source }) => source.name)).toEqual([
    "kubernetes:manifests",
    "estate:estate",
  ]);
});

it("speaks in both files of the same components: the estate names none that nobody else knows, but two", () => {
  const kubernetes = new Set(idsOf(report, "kubernetes:manifests"));
  const onlyDeclared = idsOf(report, "estate:estate").filter((id) => !kubernetes.has(id));

  // The screens stand on the quays, and Quaypay is what payments falls back on.
  expect(onlyDeclared).toEqual(["prod/harbour/price-boards", "prod/external/api.quaypay.example"]);
  expect(snapshot.components.length).toBeGreaterThan(30);
});

it.each([
  ["storm.yaml", ["PSKVOU1"], 12, 7],
  ["storm-after-learning.yaml", [], 5, 4],
])(
  "knows every PagerDuty service of %s but the one left out on purpose",
  (name, left, alerts, services) => {
    const storm = stormOf(name);
    const mapped = new Set(
      snapshot.components.flatMap((component) => component.pagerdutyServiceIds),
    );
    const ids = new Set(storm.alerts.map(({ pagerdutyServiceId }) => pagerdutyServiceId));

    expect(storm.alerts).toHaveLength(alerts);
    expect(ids.size).toBe(services);
    expect([...ids].filter((id) => !mapped.has(id))).toEqual(left);
    expect(storm.alerts.map(({ afterMs }) => afterMs)).toEqual(
      storm.alerts.map(({ afterMs }) => afterMs).toSorted((a, b) => a - b),
    );
  },
);

it("plays a first storm whose origin is silent and reaches every component that alerts", () => {
  const storm = stormOf("storm.yaml");
  const origin = `prod/${storm.expectedOrigin}`;
  const hit = new Set(blastRadius(snapshot, [origin]).hits.map(({ component }) => component));
  const alerting = alertingIn(storm);

  expect(alerting).not.toContain(origin);
  expect(alerting.filter((id) => !hit.has(id))).toEqual([]);
  expect(alerting).toHaveLength(6);
});

it("leaves out of the map what the postmortem thread teaches", () => {
  const storm = stormOf("storm-after-learning.yaml");
  const { hits } = blastRadius(snapshot, [`prod/${storm.expectedOrigin}`]);
  const needs = report.sources
    .flatMap(({ claims }) => claims)
    .flatMap(({ fact }) => (fact.type === "dependency" ? [fact.dependency] : []))
    .filter(({ consumer }) => consumer === "prod/booking/fares")
    .map(({ provider }) => provider);

  expect([...hits]).toEqual([]);
  expect(needs).not.toContain("prod/money/dues-sync");
});

it("leads from the second storm to its origin once the thread was learned", () => {
  const alerts = stormOf("storm-after-learning.yaml").alerts.map((alert) => ({
    component: `prod/${PLACE[alert.source] ?? ""}/${alert.source}`,
    severity: alert.severity,
    kind: alertKind(alert.summary),
    at: alert.afterMs,
  }));
  const learned = dependencyOf("prod/booking/fares -data-> prod/money/dues-sync");
  const known = [...snapshot.consumer.keys()].map((index) => snapshot.dependency(index));
  const map = buildSnapshot(snapshot.components, [...known, learned], snapshot);
  const { verdict, candidates } = probableOrigin(map, {
    alerts,
    symptom: { component: alerts[0]?.component, kind: alerts[0]?.kind },
  });

  expect(verdict).toBe("ranked");
  expect(candidates[0]?.component).toBe("prod/money/dues-sync");
});

it("has a redundancy that falls with one zone", () => {
  const { hits } = blastRadius(snapshot, ["prod/zone/north-1"]);

  expect(hits.find(({ component }) => component === "prod/money/ledger")?.state).toBe("down");
});

function alertingIn(storm: z.infer<typeof Storm>): string[] {
  const ids = new Set(storm.alerts.map(({ pagerdutyServiceId }) => pagerdutyServiceId));
  return snapshot.components
    .filter((component) => component.pagerdutyServiceIds.some((id) => ids.has(id)))
    .map(({ id }) => id);
}

function idsOf({ sources }: ImportReport, name: string): string[] {
  return sources
    .filter(({ source }) => source.name === name)
    .flatMap(({ claims }) => claims)
    .flatMap(({ fact }) => (fact.type === "component" ? [fact.component.id] : []));
}

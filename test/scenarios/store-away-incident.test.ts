import { afterEach, beforeEach, expect, it } from "vitest";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import {
  createSteadyStore,
  type SteadyStore,
} from "../../src/workflows/steady-store/steady-store.ts";
import { createIncidentBench, type IncidentBench } from "../support/incident-bench.ts";
import { alertOf, eventOf } from "../support/scripted-alerts.ts";
import { shopMap } from "../support/shop-map.ts";
import { switchedStore, type SwitchedStore } from "../support/switched-store.ts";

const redis = { service: "redis", openedAt: 1000, number: 1 };
const cart = { service: "cart", openedAt: 2000, number: 2 };

let bench: IncidentBench;
let real: GraphStore;
let switched: SwitchedStore;
let steady: SteadyStore;
beforeEach(async () => {
  bench = await createIncidentBench(shopMap());
  bench.alerts.byIncident.set("P1", [alertOf("redis", 1000)]);
  bench.alerts.byIncident.set("P2", [alertOf("cart", 2000)]);
  real = { ...bench.store };
  switched = switchedStore(real);
  const silent = () => {};
  steady = createSteadyStore({
    store: switched.store,
    journal: bench.journal,
    clock: { now: () => bench.now },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    metrics: { count: silent, observe: silent },
  });
  Object.assign(bench.store, steady);
});
afterEach(async () => await bench.close());

it("tells an incident to its end while the store is away, and keeps its record", async () => {
  await bench.receive(eventOf("P1", "triggered", 1000, redis));
  await bench.receive(eventOf("P2", "triggered", 2000, cart));
  await steady.remember();
  switched.mode = "away";

  await bench.restart();
  await bench.receive(eventOf("P1", "resolved", 9000, redis));
  await bench.receive(eventOf("P2", "resolved", 9500, cart));

  expect(await bench.journal.unhandledSubjects(5)).toEqual([]);
  expect(bench.briefings().map(({ key }) => key)).toEqual(["briefing P1"]);
  // One record of each, however often they were kept.
  expect(steady.condition()).toMatchObject({ owed: 2 });
  const [lead] = await steady.incidents({ open: false, limit: 1 });
  expect(lead).toMatchObject({ closed: true });

  switched.mode = "there";
  await steady.settle();

  const message = bench.briefings()[0]?.id;
  expect(await real.incident("P1")).toMatchObject({ closed: true, briefingMessage: message });
  expect(await real.incident("P2")).toMatchObject({ closed: true, attachedTo: "P1" });
});

it("tells an incident once that begins while the store is away, and records it when it is back", async () => {
  switched.mode = "away";
  await bench.receive(eventOf("P1", "triggered", 1000, redis));
  await bench.restart();

  expect(bench.briefings().map(({ key }) => key)).toEqual(["briefing P1"]);
  // Whether the store has a record of it nobody knows: none is replaced unread.
  expect(steady.condition()).toMatchObject({ owed: 0 });

  switched.mode = "there";
  await steady.settle();
  await bench.settle();

  const message = bench.briefings()[0]?.id;
  expect(await real.incident("P1")).toMatchObject({ briefingMessage: message });
  expect(bench.briefings()).toHaveLength(1);
});

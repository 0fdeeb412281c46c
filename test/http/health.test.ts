import express from "express";
import { afterEach, expect, it } from "vitest";
import { healthRoutes, type Check } from "../../src/http/health.ts";
import { listen, type Listening } from "../../src/http/listen.ts";
import { createMetrics, metricsRoutes } from "../../src/http/metrics.ts";

let server: Listening | undefined;
afterEach(async () => {
  await server?.close();
});

let now = 0;
async function serve(...checks: readonly Check[]): Promise<string> {
  const app = express().use(healthRoutes(checks, { now: () => now }));
  server = await listen(app, { host: "127.0.0.1", port: 0 });
  return server.url;
}

const well: Check = { name: "map", check: async () => undefined };
const ill: Check = {
  name: "journal",
  check: () => Promise.reject(new Error("the disk is full")),
};

it("is ready when every check is well", async () => {
  const answer = await fetch(`${await serve(well)}/readyz`);

  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ ready: true, checks: { map: { ok: true } } });
});

it("is not ready when one is ill, and says which and why; it is alive all the same", async () => {
  const url = await serve(well, ill);
  const answer = await fetch(`${url}/readyz`);

  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    ready: false,
    checks: { map: { ok: true }, journal: { ok: false, why: "the disk is full" } },
  });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

it("is ready without what it can spare, and says what is ill", async () => {
  const answer = await fetch(`${await serve(well, { ...ill, spared: true })}/readyz`);

  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ ready: true, checks: { journal: { ok: false } } });
});

it("does not wait for ever for a check that hangs", async () => {
  const url = await serve(well, { name: "chat", check: () => new Promise(() => undefined) });

  const answer = await fetch(`${url}/readyz`);

  expect(await answer.json()).toMatchObject({
    checks: { map: { ok: true }, chat: { ok: false, why: "no answer within 2500 ms" } },
  });
});

it("asks its checks at most once a second, however often it is asked", async () => {
  let asked = 0;
  const url = await serve({ name: "counted", check: async () => void (asked += 1) });
  await Promise.all(Array.from({ length: 10 }, () => fetch(`${url}/readyz`)));
  expect(asked).toBe(1);

  now += 1000;
  await fetch(`${url}/readyz`);

  expect(asked).toBe(2);
});

it("shows metrics in Prometheus' format, the process' own among them", async () => {
  const { metrics, registry } = createMetrics();
  metrics.count("commands_answered", { command: "path", unknown: "dropped" });
  metrics.observe("command_seconds", 0.02);
  server = await listen(express().use(metricsRoutes(registry)), { host: "127.0.0.1", port: 0 });

  const answer = await fetch(`${server.url}/metrics`);
  const text = await answer.text();

  expect(answer.headers.get("content-type")).toContain("text/plain");
  expect(text).toContain('depmap_commands_answered_total{command="path"} 1');
  expect(text).toContain('depmap_command_seconds_bucket{le="0.025"} 1');
  expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
  expect(text).toContain("process_resident_memory_bytes");
});

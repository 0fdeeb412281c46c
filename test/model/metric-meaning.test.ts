import { expect, it } from "vitest";
import { metricMeaning } from "../../src/model/metric-meaning.ts";

it.each([
  ["p99 response time of checkout", "latency"],
  ["request_duration_seconds", "latency"],
  ["5xx ratio above 2 %", "errors"],
  ["Failed requests", "errors"],
  ["availability", "availability"],
  ["HealthyHostCount", "availability"],
  ["checkout is down", "availability"],
  ["container_memory_working_set_bytes", "saturation"],
  ["FreeStorage: disk almost full", "saturation"],
  ["requests per second", "traffic"],
  ["traffic is down by half", "traffic"],
  ["p95 latency up to 500 ms", "latency"],
  ["node_disk_io_time_seconds", "saturation"],
  ["network.rx", "traffic"],
  ["it rains", "other"],
  ["", "other"],
])("reads %j as %s", (words, kind) => {
  expect(metricMeaning(words).kind).toBe(kind);
});

it("knows when the calls that a component makes were measured", () => {
  expect(metricMeaning("http.client.duration").measured).toBe("calls it makes");
});

it("knows when a component's own work was measured", () => {
  expect(metricMeaning("span self-time")).toEqual({ kind: "latency", measured: "own work" });
});

it("does not find short stems inside other words", () => {
  expect(metricMeaning("upstream").kind).toBe("other");
});

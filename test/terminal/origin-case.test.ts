import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OriginCase, originCases, originOf } from "../../src/terminal/origin-case.ts";

const at = "2026-03-01T02:13:00Z";
const ferry = {
  id: "ferry/1",
  graph: {
    services: ["ticket desk", "fares:v2/eu", "harbour lb"],
    dependencies: [
      { from: "ticket desk", to: "fares:v2/eu" },
      { from: "ticket desk", to: "harbour lb" },
    ],
  },
  symptom: { service: "ticket desk", metric: "request latency" },
  alerts: [
    { service: "ticket desk", metric: "latency.p99", severity: "error", at },
    { service: "fares:v2/eu", metric: "latency.p99", severity: "error", at },
    { service: "harbour lb", metric: "latency.p99", severity: "error", at },
  ],
};
const rank = (given: object) => originOf(OriginCase.parse(given));

describe("originOf", () => {
  it("answers in the case's own names, whatever they look like", () => {
    expect(rank(ferry).candidates[0]?.component).toBe("fares:v2/eu");
  });

  it("takes a load balancer for a relay by its name", () => {
    const { candidates } = rank(ferry);

    expect(candidates.find(({ component }) => component === "harbour lb")?.evidence).toContain(
      "only relays: the fault may lie behind it",
    );
  });

  it("sees neither the score nor the truth", () => {
    const alerts = ferry.alerts.map((alert, index) => ({ ...alert, score: 1000 * index }));

    expect(rank({ ...ferry, alerts, truth: ["harbour lb"] })).toEqual(rank(ferry));
  });

  it("takes names that only a dependency or an alert has", () => {
    const graph = { services: [], dependencies: ferry.graph.dependencies };
    const alerts = [...ferry.alerts, { service: "lone pump", severity: "info", at: 5 }];

    expect(
      rank({ ...ferry, graph, alerts }).candidates.map(({ component }) => component),
    ).toContain("lone pump");
  });
});

describe("originCases", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "depmap-origin-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("prints one line per case, complains about a bad file, and goes on", async () => {
    const files = ["good", "broken", "wrong", "good-too"].map((name) => join(folder, name));
    const texts = [ferry, "{", { id: "x", alerts: 7 }, { ...ferry, id: "ferry/2" }];
    for (const [index, file] of files.entries()) {
      const text = texts[index];
      await writeFile(file, typeof text === "string" ? text : JSON.stringify(text));
    }
    const printed: string[] = [];
    const complaints: string[] = [];

    const exitCode = await originCases(
      [...files, join(folder, "absent")],
      (line) => printed.push(line),
      (line) => complaints.push(line),
    );

    expect(printed.map((line) => JSON.parse(line).id)).toEqual(["ferry/1", "ferry/2"]);
    expect(Object.keys(JSON.parse(printed[0] ?? ""))).toEqual(["id", "candidates", "verdict"]);
    expect(complaints).toHaveLength(3);
    expect(complaints[1]).toContain("graph");
    expect(exitCode).toBe(1);
  });
});

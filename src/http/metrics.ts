import { Router } from "express";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { MetricName, Metrics } from "../ports/metrics.ts";

type Timed = Extract<MetricName, `${string}_seconds`>;
type Counted = Exclude<MetricName, Timed>;

interface Shown {
  readonly help: string;
  readonly labels: readonly string[];
}

/** Everything that is counted; shown as `depmap_NAME_total`. */
const COUNTED: Readonly<Record<Counted, Shown>> = {
  webhooks_received: { help: "Webhooks by what was answered", labels: ["outcome"] },
  briefings_posted: { help: "Briefings posted", labels: ["chat"] },
  briefing_edits: { help: "Briefings edited in place", labels: ["chat"] },
  commands_answered: { help: "Commands answered", labels: ["command"] },
  proposals_decided: { help: "Proposals decided by a person", labels: ["decision"] },
  faults: { help: "Faults by where they happened", labels: ["where", "code"] },
};

/** Everything that is timed; shown as `depmap_NAME`, in seconds. */
const TIMED: Readonly<Record<Timed, Shown & { readonly buckets: number[] }>> = {
  webhook_acknowledge_seconds: {
    help: "From a webhook's headers to its answer",
    labels: [],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  },
  briefing_seconds: {
    help: "From an incident's webhook to its briefing in the chat",
    labels: [],
    buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60],
  },
  command_seconds: {
    help: "From a command to its answer",
    labels: [],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
  },
};

/**
 * Counters and timers for `/metrics`, with those of the process (memory, event loop lag, garbage collection).
 *
 * A label that a metric does not have is dropped, so that a forgotten name costs a label and no incident.
 */
export function createMetrics(): { readonly metrics: Metrics; readonly registry: Registry } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];

  const counters = new Map<string, { counter: Counter; labels: readonly string[] }>();
  for (const [name, { help, labels }] of Object.entries(COUNTED)) {
    const shown = { name: `depmap_${name}_total`, help, labelNames: [...labels], registers };
    counters.set(name, { counter: new Counter(shown), labels });
  }
  const timers = new Map<string, Histogram>();
  for (const [name, { help, buckets }] of Object.entries(TIMED)) {
    timers.set(name, new Histogram({ name: `depmap_${name}`, help, buckets, registers }));
  }

  const metrics: Metrics = {
    count(name, labels = {}) {
      const known = counters.get(name);
      const shown = Object.entries(labels).filter(([label]) => known?.labels.includes(label));
      known?.counter.inc(Object.fromEntries(shown));
    },
    observe: (name, seconds) => timers.get(name)?.observe(seconds),
  };
  return { metrics, registry };
}

/** `GET /metrics`, in Prometheus' text format. */
export function metricsRoutes(registry: Registry): Router {
  const router = Router();
  router.get("/metrics", async (_request, response) => {
    const text = await registry.metrics();
    response.type(registry.contentType).send(text);
  });
  return router;
}

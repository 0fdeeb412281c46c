import type { AlertKind } from "./incident.ts";

/** What there can be too little of. */
const FLOW = words(`traffic, throughput, request rate, requests per second, requests per minute,
  request volume, request count, message rate, message volume, order rate, order volume, orders, rps, qps,
  per second, per minute, per hour,
  ingest*, checkouts, logins, signups, visits`);
const LITTLE = words(`no, zero, low, lower, drop*, fell, falling, below, decreas*, stopped, missing,
  fewer, less, lack, absent, dip, dipped, declin*, down`);
/** Words that make "below" and "drop" speak of something else than of flow. */
const NOT_FLOW = words("error, errors, success, 5xx, latency, fail*, availability");

/**
 * The words by which alerts speak of each kind; `*` ends the beginning of a word. The first line that fits wins:
 * "error budget" says more than "exhausted" after it, and "health check" more than "failed".
 */
const KINDS: readonly (readonly [AlertKind, readonly string[]])[] = [
  [
    "errors",
    words(`error rate, error ratio, errors per, error budget, burn rate, success rate, 5xx, 4xx, 500s, 502s,
      503s, http 500, http 502, http 503, http 504, status 500, status 502, status 503`),
  ],
  [
    "saturation",
    words(`saturat*, exhaust*, out of memory, oom, oomkill*, memory, heap, gc pause*, garbage collect*, cpu,
      load average, high load, load is high, disk full, disk space, disk usage, disk pressure, disk is, inode*,
      storage full, space left, space low, low on space, filling up, running out, volume full, quota, throttl*,
      capacity, connection pool, connections used, too many, max connections, thread pool, file descriptor*,
      backlog*, queue depth, queue length, queue size, queue is full, queue full, queue growing, utilization,
      utilisation, usage, rate limit*, eviction*, 429, limit reached`),
  ],
  [
    "latency",
    words(`latenc*, slow*, response time*, duration, p50, p75, p90, p95, p99, p999, apdex, delay*, lag,
      lagging, behind, age of oldest, oldest message, taking longer, takes longer, too long, deadline exceeded,
      timing out, timeout*, timed out, time out, time outs`),
  ],
  [
    "availability",
    words(`down, unavailab*, availability, unreachable, not reachable, not responding, no response, not ready,
      notready, not available, not running, not serving, unhealthy, un healthy, health check*, healthcheck*,
      heartbeat*, outage, offline, absent, no data, no metrics, packet loss, crash*, restart*, evicted, missing,
      refused, reset by peer, lost, cannot connect, can t connect, connection failed, connect failed, expire*,
      no leader, no healthy, no endpoints, replicas, disconnect*, stopped, dead, gone, probe failed, killed`),
  ],
  [
    "errors",
    words(`error*, exception*, fail*, reject*, dead letter*, deadlock*, dlq, panic*, declin*, corrupt*,
      invalid, denied, wrong, 500, 502, 503, 504`),
  ],
];

/**
 * What an alert is about, as far as its words say; `other` when they do not.
 *
 * `traffic` means that too little arrives, which is what a component shows whose consumers fail, and no fault of its own.
 *
 * @example
 * ```ts
 * ["CheckoutHighErrorRate", "p99 latency above 2 s", "no traffic for 5 min", "disk full", "pod not ready", "hello"].map(alertKind);
 * // => ["errors", "latency", "traffic", "saturation", "availability", "other"]
 * ```
 */
export function alertKind(summary: string): AlertKind {
  const text = plainWords(summary);
  if (has(text, FLOW) && has(text, LITTLE) && !has(text, NOT_FLOW)) return "traffic";
  return KINDS.find(([, list]) => has(text, list))?.[0] ?? "other";
}

function words(list: string): readonly string[] {
  return list.split(",").map((word) => word.replaceAll(/\s+/g, " ").trim());
}

/** Lower case, CamelCase taken apart, one space around each word. */
function plainWords(summary: string): string {
  const apart = summary
    .slice(0, 1000)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return ` ${apart.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ")} `;
}

function has(text: string, list: readonly string[]): boolean {
  return list.some((word) =>
    text.includes(word.endsWith("*") ? ` ${word.slice(0, -1)}` : ` ${word} `),
  );
}

import type { AlertKind } from "./incident.ts";

/** What the name of a metric tells. */
export interface MetricMeaning {
  readonly kind: AlertKind;
  /** Said when it was not the component's answers that were measured. */
  readonly measured?: "own work" | "calls it makes" | undefined;
}

const OWN_WORK = ["self", "exclusive"];
/** The caller's side of a call, as metrics libraries name it. */
const CALLS_IT_MAKES = ["client", "outgoing", "outbound", "egress"];

/** Stems by kind, the first match wins: "request errors" are errors, "request duration" is latency. */
const STEMS = (
  [
    ["errors", "error fault fail exception 5xx 4xx 502 503 504 abort reject"],
    ["availability", "availab unavailab success health unhealth uptime unreachable probe"],
    ["latency", "latenc duration slow respons p50 p90 p95 p99"],
    ["saturation", "cpu processor memory mem heap ram disk diskio io iops load1 load5 saturat oom"],
    ["saturation", "throttl exhaust socket thread pool queue backlog utili gc inode quota"],
    ["latency", "delay rt time self"],
    ["traffic", "traffic request throughput count rate rps qps workload load call volume"],
    ["traffic", "rx tx receive transmit network bytes connection"],
    // Only by themselves: latency can be up and traffic down.
    ["availability", "up down"],
  ] as const
).map(([kind, stems]): readonly [AlertKind, readonly string[]] => [kind, stems.split(" ")]);

/** Short stems that would be found inside other words must be the whole word. */
const WHOLE = 3;

/**
 * What a metric is about, by the general words in its name; `other` when none is known. Sentences are `alertKind`'s:
 * there "requests" alone says nothing, here it counts them.
 *
 * @example
 * ```ts
 * ["http.client.request.duration", "CPUUtilization", "checkout 5xx", "moon"].map((words) => metricMeaning(words).kind);
 * // => ["latency", "saturation", "errors", "other"]
 * ```
 */
export function metricMeaning(words: string): MetricMeaning {
  const parts = words
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const says = (stem: string) =>
    parts.some((part) => (stem.length <= WHOLE ? part === stem : part.startsWith(stem)));
  const kind = STEMS.find(([, stems]) => stems.some(says))?.[0] ?? "other";
  if (OWN_WORK.some(says)) return { kind, measured: "own work" };
  if (CALLS_IT_MAKES.some(says)) return { kind, measured: "calls it makes" };
  return { kind };
}

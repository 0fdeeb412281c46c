/** What `/metrics` shows. Names are fixed in `http/metrics.ts`; an unknown one is a programming error. */
export interface Metrics {
  count(name: MetricName, labels?: Readonly<Record<string, string>>): void;
  /** Seconds. */
  observe(name: MetricName, seconds: number): void;
}

export type MetricName =
  | "webhooks_received"
  | "webhook_acknowledge_seconds"
  | "briefings_posted"
  | "briefing_edits"
  | "briefing_seconds"
  | "commands_answered"
  | "command_seconds"
  | "proposals_decided"
  | "faults";

import type { NewAlert } from "./rehearsed-incident.ts";

/** One alert of a storm. */
export interface StormAlert extends Omit<NewAlert, "at"> {
  /** From the start of the storm. */
  readonly afterMs: number;
  readonly pagerdutyServiceId: string;
  readonly serviceName: string;
}

/** An alert storm, as `examples/storm.yaml` writes it. */
export interface Storm {
  /** The title of the incident on the storm's own service. */
  readonly title: string;
  readonly pagerdutyServiceId: string;
  readonly urgency?: "high" | "low" | undefined;
  readonly alerts: readonly StormAlert[];
}

import { z } from "zod";
import { ComponentKind } from "../../../model/component.ts";
import { Coupling, Strength } from "../../../model/dependency.ts";
import { Duration } from "./duration.ts";

const Name = z
  .string({ error: "write a name" })
  .min(1)
  .max(300)
  .regex(/^[^\p{C}]+$/u, "control characters are not part of a name");

const Reference = Name.describe(
  "A component: `name` (same namespace), `namespace/name`, or `environment/namespace/name`.",
);

const Amount = z.union(
  [
    z.number().nonnegative(),
    z
      .strictObject({ low: z.number().nonnegative(), high: z.number().nonnegative() })
      .refine(({ low, high }) => low <= high, "low must not be above high"),
  ],
  { error: "write a number, or {low: 10, high: 20} when you only know about how much" },
);

/** One dependency, written at its consumer. */
export const EstateDependency = z.strictObject({
  on: Reference,
  as: Coupling.optional().describe(
    "How it is used; `call` when left out. `data` is a table that the provider fills, `event` a message.",
  ),
  strength: Strength.optional().describe(
    "What the provider's failure does: `hard` fails the consumer, `soft` degrades it, `none` does no harm.",
  ),
  timeout: Duration.optional().describe("One attempt's time limit, such as `2s`."),
  retries: z.int().nonnegative().max(1000).optional().describe("Attempts after the first."),
  "tolerated-lag": Duration.optional().describe(
    "How late the provider's data may be before the consumer feels it.",
  ),
  every: Duration.optional().describe("The time between two polls, or between two batch runs."),
  buffer: Duration.optional().describe("How long a buffer in between carries the consumer."),
  fallback: Reference.optional().describe(
    "What the consumer uses instead when the provider is down.",
  ),
  group: z
    .strictObject({ name: Name.max(100), needs: z.int().positive().default(1) })
    .optional()
    .describe("Providers with the same group name stand in for each other; `needs` of them do."),
  monitored: z.boolean().optional().describe("Does an alert watch this dependency?"),
  "traffic-per-minute": z.number().nonnegative().optional().describe("Calls or messages."),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("How sure you are, 0 to 1; 0.95 when left out."),
});
export type EstateDependency = z.infer<typeof EstateDependency>;

/** One component: anything that can fail. */
export const EstateComponent = z.strictObject({
  kind: ComponentKind.optional().describe("What it is; `service` when left out."),
  description: z.string().max(1000).optional().describe("One line for people who do not know it."),
  aliases: z.array(Name.max(200)).optional().describe("Other names people and alerts use."),
  owner: Name.max(100).optional().describe("The id of the team that answers for it."),
  pagerduty: z
    .array(Name.max(50))
    .optional()
    .describe("Ids of the PagerDuty services whose incidents are about it."),
  "restore-time": Duration.optional().describe(
    "How long it takes to bring it back once all that it needs is back.",
  ),
  "status-url": z.url().max(2000).optional().describe("Where a vendor says how it is doing."),
  "depends-on": z
    .array(z.union([Reference, EstateDependency]))
    .optional()
    .describe("What it needs: names, or mappings that say more."),
});
export type EstateComponent = z.infer<typeof EstateComponent>;

/** One team, under its id. */
export const EstateTeam = z.strictObject({
  name: Name.max(200).optional().describe("The name for people; the id when left out."),
  channel: Name.max(100).optional().describe("Its chat channel, such as `#team-money`."),
  email: z.email({ error: "write an e-mail address" }).optional(),
  phone: Name.max(50).optional().describe("What to dial when everything else is away."),
  "escalation-policy": Name.max(50)
    .optional()
    .describe("Id of its PagerDuty escalation policy, asked for who is on call."),
});
export type EstateTeam = z.infer<typeof EstateTeam>;

/** Something that customers do, under its id. */
export const EstateJourney = z.strictObject({
  name: Name.max(200).optional().describe("The name for people; the id when left out."),
  entries: z.array(Reference).min(1).describe("The components through which it enters."),
  "users-per-minute": Amount.optional(),
  "revenue-per-minute": Amount.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "write the three letters of a currency, such as EUR")
    .optional(),
  sla: z
    .union(
      [
        z.number().gt(0).max(100),
        z.strictObject({
          "target-percent": z.number().gt(0).max(100),
          "budget-left": Duration.optional(),
        }),
      ],
      { error: "write a percentage such as 99.9, or {target-percent: 99.9, budget-left: 30m}" },
    )
    .optional()
    .describe("The promise: a percentage, or the percentage and the downtime still allowed."),
});
export type EstateJourney = z.infer<typeof EstateJourney>;

/**
 * The whole of an `estate.yaml`. Its JSON Schema is `schemas/estate.schema.json`.
 *
 * Reading goes record by record (`createEstateSource`), so that one bad record never stops the rest.
 */
export const EstateFile = z
  .strictObject({
    environment: Name.max(100).optional().describe("Such as `prod`; for names that do not say it."),
    namespace: Name.max(100)
      .optional()
      .describe("For component names that do not say it; `default` when left out."),
    components: z.record(Reference, EstateComponent.nullable()).optional(),
    teams: z.record(Name.max(100), EstateTeam.nullable()).optional(),
    journeys: z.record(Name.max(100), EstateJourney).optional(),
  })
  .describe("What depmap cannot read from elsewhere: owners, journeys, fallbacks, dependencies.");

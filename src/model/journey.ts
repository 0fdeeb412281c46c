import { z } from "zod";
import { ComponentId } from "./component.ts";
import { oneWord } from "./one-word.ts";

/** A low and a high estimate of one figure; equal when somebody measured it. */
export const Range = z
  .object({ low: z.number().nonnegative(), high: z.number().nonnegative() })
  .refine(({ low, high }) => low <= high, "low must not be above high");
export type Range = z.infer<typeof Range>;

/** Something that a customer does, and the components through which it enters. */
export const Journey = z.object({
  id: oneWord(100),
  name: z.string().min(1).max(200),
  entries: z.array(ComponentId).min(1),
  usersPerMinute: Range.optional(),
  revenuePerMinute: Range.optional(),
  /** ISO 4217 code of `revenuePerMinute`. */
  currency: z.string().length(3).default("USD"),
  sla: z
    .object({
      /** For example 99.95. */
      targetPercent: z.number().gt(0).max(100),
      /** How much more downtime the current window allows. */
      budgetLeftMs: z.number().nonnegative().optional(),
    })
    .optional(),
});
export type Journey = z.infer<typeof Journey>;

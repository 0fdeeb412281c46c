import { z } from "zod";

/** A text that may be missing: Slack says null where there is nothing. */
export const MaybeText = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

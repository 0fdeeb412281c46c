import { z } from "zod";

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A length of time as people write it, such as `500ms`, `2s` or `1h30m`; read as milliseconds. */
export const Duration = z
  .string({ error: "write a length of time with its unit, such as 500ms, 2s, 5m, 1h30m or 7d" })
  .max(40)
  .regex(
    /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/,
    "write a length of time with its unit, such as 500ms, 2s, 5m, 1h30m or 7d",
  )
  .transform((text) =>
    [...text.matchAll(/([\d.]+)(ms|s|m|h|d)/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit as string] as number),
      0,
    ),
  );

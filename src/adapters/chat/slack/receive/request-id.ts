import { createHash } from "node:crypto";
import { z } from "zod";

const Marks = z.object({
  event_id: z.string().min(1).optional(),
  trigger_id: z.string().min(1).optional(),
});

/**
 * What a delivery is known by for ever: a repeated one has the same.
 *
 * Slack's own ids in the order of what they promise. What has none (a closed modal) is known by its words.
 */
export function requestIdOf(body: object, envelope?: string): string {
  const { event_id, trigger_id } = Marks.safeParse(body).data ?? {};
  if (event_id !== undefined) return `slack event ${event_id}`;
  if (trigger_id !== undefined) return `slack trigger ${trigger_id}`;
  if (envelope !== undefined) return `slack envelope ${envelope}`;
  return `slack body ${createHash("sha256").update(JSON.stringify(body)).digest("hex")}`;
}

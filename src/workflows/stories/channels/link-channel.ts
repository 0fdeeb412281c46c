import { z } from "zod";
import type { Clock } from "../../../ports/clock.ts";
import type { Journal } from "../../../ports/journal.ts";

/** What the journal keeps of a channel that was linked to an incident in the chat: the channel's id, and when. */
export const ChannelLinked = z.object({ channelLinked: z.string().min(1), at: z.number() });
export type ChannelLinked = z.infer<typeof ChannelLinked>;

export interface LinkTools {
  readonly journal: Pick<Journal, "receive">;
  readonly clock: Clock;
  /** Takes up what was put into the journal. */
  readonly wake?: (() => void) | undefined;
}

/** A channel of the chat, the incident to tell there, and why: a command, or the notice of a channel. */
export interface ChannelLink {
  readonly incidentId: string;
  readonly channel: string;
  readonly reason: string;
}

/**
 * Links a channel of the chat to an incident, so that it is told there: an event like a webhook, which any replica may
 * receive and the worker takes up.
 *
 * The same link again changes nothing. With another `reason` it is looked at again: depmap may get in now.
 */
export async function linkChannel(
  { journal, clock, wake }: LinkTools,
  { incidentId, channel, reason }: ChannelLink,
): Promise<"linked" | "was linked"> {
  const at = clock.now();
  const said: ChannelLinked = { channelLinked: channel, at };
  const outcome = await journal.receive({
    id: `linked ${incidentId} ${channel} ${reason}`,
    sender: "chat",
    subject: incidentId,
    receivedAt: at,
    body: JSON.stringify(said),
  });
  wake?.();
  return outcome === "new" ? "linked" : "was linked";
}

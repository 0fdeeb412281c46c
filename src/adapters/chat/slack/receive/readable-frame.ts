import { z } from "zod";

const Frame = z.looseObject({ type: z.string(), payload: z.unknown().optional() });
const WithEvent = z.object({ event: z.object({ type: z.string() }) });
const Disconnect = z.object({ type: z.literal("disconnect"), reason: z.string().optional() });

/** What a frame of a Slack socket is to us. */
export type ReadFrame =
  | { readonly kind: "pass"; readonly text: string }
  | { readonly kind: "renew"; readonly reason: string }
  | { readonly kind: "garbage" };

/**
 * Reads a frame so that the Socket Mode client, as it stands in 3.1, can take it.
 *
 * That client looks into `payload.event` of each `events_api` envelope, and dies of one that has none, which is how
 * Slack says that an app gets too many events (`app_rate_limited`); and of JSON that is no object. An envelope without
 * an event goes on under its payload's own type. A `disconnect` is for us: the client would hang up before it has
 * another connection.
 */
export function readFrame(text: string): ReadFrame {
  const frame = Frame.safeParse(parsed(text)).data;
  if (frame === undefined) return { kind: "garbage" };
  const disconnect = Disconnect.safeParse(frame).data;
  if (disconnect) return { kind: "renew", reason: disconnect.reason ?? "no reason given" };
  if (frame.type !== "events_api" || WithEvent.safeParse(frame.payload).success) {
    return { kind: "pass", text };
  }
  return { kind: "pass", text: JSON.stringify({ ...frame, type: "eventless" }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

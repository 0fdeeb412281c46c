import { terms } from "./api/all-methods.ts";
import { textOf, type Json } from "./slack-state.ts";

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** How many posts in one go a channel takes before it is a second each. */
const CHANNEL_BURST = 4;

/**
 * Slack's limits: gives the seconds to wait when a call is one too many.
 *
 * A method has its tier in each workspace, with a fifth of it to spare for a burst; a channel takes a post a second.
 */
export function rateLimits(
  now: () => number,
): (token: string, method: string, args: Json) => number | undefined {
  const buckets = new Map<string, Bucket>();

  function wait(key: string, perSecond: number, most: number): number | undefined {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: most, filledAt: at };
    buckets.set(key, bucket);
    bucket.tokens = Math.min(
      most,
      bucket.tokens + (Math.max(0, at - bucket.filledAt) / 1_000) * perSecond,
    );
    bucket.filledAt = at;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return undefined;
  }

  return (token, method, args) => {
    const perMinute = terms[method]?.perMinute ?? 50;
    const seconds = wait(`${token} ${method}`, perMinute / 60, Math.ceil(perMinute * 1.2));
    if (seconds !== undefined || method !== "chat.postMessage") return seconds;
    return wait(`${token} post ${textOf(args, "channel")}`, 1, CHANNEL_BURST);
  };
}

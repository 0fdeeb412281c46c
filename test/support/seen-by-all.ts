import type { DoubleMessage, SlackDouble } from "./slack/slack-double.ts";

/** What everybody in a channel sees of depmap, threads included: no answer that only one of them sees. */
export function seenByAll(double: SlackDouble, channel: string): readonly DoubleMessage[] {
  return double
    .messages(channel)
    .filter(
      ({ user, onlyFor, isDeleted }) =>
        user === double.botUser && onlyFor === undefined && !isDeleted,
    );
}

/** The key that a message of depmap's carries; without one, a name that no other message has. */
export function keyIn({ metadata, channel, ts }: DoubleMessage): string {
  const payload = metadata?.["event_payload"] as { readonly key?: string } | undefined;
  return payload?.key ?? `nothing, ${channel} ${ts}`;
}

/** Every message of depmap's that stands in any channel for all to see. */
export function allSeen(double: SlackDouble): readonly DoubleMessage[] {
  const posts = double.calls("chat.postMessage").map(({ args }) => String(args["channel"]));
  return [...new Set(posts)].flatMap((channel) => seenByAll(double, channel));
}

/** Keys under which more than one message stands. */
export function saidTwice(double: SlackDouble): readonly string[] {
  const keys = allSeen(double).map(keyIn);
  return keys.filter((key, place) => keys.indexOf(key) !== place);
}

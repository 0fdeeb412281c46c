import { setTimeout as wait } from "node:timers/promises";
import type { SlackDouble } from "../slack/slack-double.ts";
import { clickBody, commandBody, eventBody } from "./slack-bodies.ts";

/** What people do in Slack while the receiver dies and comes back. */
export interface StormRequests {
  sent(): number;
  /** Ids that Slack has an acknowledgement for. */
  acknowledged(): ReadonlySet<string>;
  stop(): Promise<void>;
}

const AT_ONCE = 8;
const MOST_PAUSE_MS = 20;
const MOST_COPIES = 4;

/** Events, commands and clicks, each up to four times: copies at once, or again when nobody acknowledged. */
export function startRequests(
  double: Pick<SlackDouble, "deliver" | "deliveries">,
  dice: () => number,
  {
    mayBegin,
    onAcknowledged,
  }: { readonly mayBegin: () => boolean; readonly onAcknowledged: () => void },
): StormRequests {
  let sent = 0;
  let isOver = false;

  async function send(): Promise<void> {
    sent += 1;
    const id = `r${sent}`;
    const copies = dice() < 0.5 ? {} : { copies: 2 + Math.floor(dice() * (MOST_COPIES - 1)) };
    const kind = dice();
    const { ok } = await (kind < 0.6
      ? double.deliver("event", eventBody(id), copies)
      : kind < 0.8
        ? double.deliver("command", commandBody(id), copies)
        : double.deliver("interaction", clickBody(id), copies));
    if (ok) onAcknowledged();
  }

  async function sender(): Promise<void> {
    while (!isOver) {
      await wait(dice() * MOST_PAUSE_MS);
      if (mayBegin()) await send();
    }
  }

  const senders = Array.from({ length: AT_ONCE }, sender);
  return {
    sent: () => sent,
    acknowledged: () =>
      new Set(double.deliveries.filter((one) => one.acknowledged).map(({ id }) => id)),
    async stop() {
      isOver = true;
      await Promise.all(senders);
    },
  };
}

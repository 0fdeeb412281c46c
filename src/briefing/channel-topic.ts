import { nameOf } from "../model/component.ts";
import { cutText, plainLine } from "../model/plain-text.ts";
import type { Story } from "./story.ts";
import { titleOf } from "./what-is-going-on.ts";

/** Slack's limit. */
const LONGEST = 250;

/** What stands over an incident's own channel: `#42 Checkout is slow — acknowledged; origin: ledger`. */
export function channelTopic({
  lead,
  others,
  origin,
}: Pick<Story, "lead" | "others" | "origin">): string {
  const [first] = origin.candidates;
  const cause = origin.verdict === "ranked" && first ? nameOf(first.component) : "cannot tell";
  // The story is over when all of its incidents are.
  const status = [lead, ...others].find((one) => one.status !== "resolved")?.status ?? lead.status;
  const end = ` — ${status}; origin: ${cutText(plainLine(cause), 80)}`;
  return cutText(plainLine(titleOf(lead)), LONGEST - end.length) + end;
}

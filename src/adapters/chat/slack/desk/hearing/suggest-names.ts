import type { Context } from "@slack/bolt";
import type { z } from "zod";
import { cutText } from "../../../../../model/plain-text.ts";
import { readElement } from "../../render/read-controls.ts";
import { admit } from "../answering/admit.ts";
import { placeOf, type Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { installedHere } from "../installed-here.ts";
import { carriedBy } from "../answering/modals.ts";
import type { SuggestionBody } from "../bodies/request-bodies.ts";

/** What Slack shows under a select while somebody types. */
interface Suggestion {
  readonly text: { readonly type: "plain_text"; readonly text: string };
  readonly value: string;
}

type Typed = z.infer<typeof SuggestionBody>;

const LET_IN_MS = 10_000;
const LONGEST_TEXT = 75;
const LONGEST_VALUE = 150;
const MOST = 100;

/** Gives the names that could be meant, best first; none to whoever may not read the map. Never rejects. */
export type SuggestNames = (body: Typed, context: Context) => Promise<readonly Suggestion[]>;

/**
 * Offers names while people type. Whoever was let in is not looked up again for a moment: Slack asks with every letter,
 * and answers no more often than it likes who somebody is.
 */
export function createSuggestNames(tools: DeskTools): SuggestNames {
  const letIn = new Map<string, number>();

  async function mayRead(asked: Pick<Ask, "here" | "user" | "channel">): Promise<boolean> {
    const { here, user, channel } = asked;
    const key = `${here.idOf(user)} ${channel}`;
    const now = tools.clock.now();
    if ((letIn.get(key) ?? 0) > now) return true;
    const { kind } = await admit(tools, asked);
    if (kind === "refused") return false;
    for (const [known, until] of letIn) if (until <= now) letIn.delete(known);
    letIn.set(key, now + LET_IN_MS);
    return true;
  }

  return async (body, context) => {
    try {
      return await namesFor(tools, body, context, mayRead);
    } catch (fault) {
      tools.log.warn({ fault }, "names could not be offered");
      return [];
    }
  };
}

async function namesFor(
  tools: DeskTools,
  { user, action_id, value, channel, view }: Typed,
  context: Context,
  mayRead: (asked: Pick<Ask, "here" | "user" | "channel">) => Promise<boolean>,
): Promise<readonly Suggestion[]> {
  const here = await installedHere(tools, context);
  const carried = carriedBy(view?.private_metadata ?? "");
  const asked = { here, user: user.id, channel: channel?.id ?? carried.channel };
  if (!(await mayRead(asked))) return [];
  const id = readElement({ action_id })?.action;
  const action = id === undefined ? undefined : await tools.actions.find(id);
  if (action?.type !== "command") return [];
  // One word: the names that people type with spaces have dashes.
  const typed = value
    .slice(0, LONGEST_VALUE)
    .trim()
    .replaceAll(/["']/g, "")
    .replaceAll(/\s+/g, "-");
  const found = await tools.handlers.complete(`${action.line} ${typed}`, placeOf(asked));
  return found
    .filter(({ label }) => label.length <= LONGEST_VALUE)
    .slice(0, MOST)
    .map(({ label, hint }) => {
      const text = cutText(hint === "" ? label : `${label} (${hint})`, LONGEST_TEXT);
      return { text: { type: "plain_text", text }, value: label };
    });
}

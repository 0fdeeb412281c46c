import type { Context } from "@slack/bolt";
import type { z } from "zod";
import { cutText } from "../../../../model/plain-text.ts";
import { readElement } from "../render/read-controls.ts";
import { admit } from "./admit.ts";
import { placeOf } from "./ask.ts";
import type { DeskTools } from "./desk-tools.ts";
import { installedHere } from "./installed-here.ts";
import { carriedBy } from "./modals.ts";
import type { SuggestionBody } from "./slack-bodies.ts";

/** What Slack shows under a select while somebody types. */
export interface Suggestion {
  readonly text: { readonly type: "plain_text"; readonly text: string };
  readonly value: string;
}

const LONGEST_TEXT = 75;
const LONGEST_VALUE = 150;
const MOST = 100;

/** The names that could be meant, best first; none for whoever may not read the map. Never rejects. */
export async function suggestNames(
  tools: DeskTools,
  body: z.infer<typeof SuggestionBody>,
  context: Context,
): Promise<readonly Suggestion[]> {
  try {
    return await namesFor(tools, body, context);
  } catch (fault) {
    tools.log.warn({ fault }, "names could not be offered");
    return [];
  }
}

async function namesFor(
  tools: DeskTools,
  { user, action_id, value, channel, view }: z.infer<typeof SuggestionBody>,
  context: Context,
): Promise<readonly Suggestion[]> {
  const here = await installedHere(tools, context);
  const carried = carriedBy(view?.private_metadata ?? "");
  const asked = { here, user: user.id, channel: channel?.id ?? carried.channel };
  const admitted = await admit(tools, asked);
  if (admitted.kind === "refused") return [];
  const id = readElement({ action_id })?.action;
  const action = id === undefined ? undefined : await tools.actions.find(id);
  if (action?.type !== "command") return [];
  // One word: the names that people type with spaces have dashes.
  const typed = value.trim().replaceAll(/["']/g, "").replaceAll(/\s+/g, "-");
  const found = await tools.handlers.complete(`${action.line} ${typed}`, placeOf(asked));
  return found
    .filter(({ label }) => label.length <= LONGEST_VALUE)
    .slice(0, MOST)
    .map(({ label, hint }) => {
      const text = cutText(hint === "" ? label : `${label} (${hint})`, LONGEST_TEXT);
      return { text: { type: "plain_text", text }, value: label };
    });
}

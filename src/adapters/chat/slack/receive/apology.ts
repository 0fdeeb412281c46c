import { z } from "zod";

const WORDS = "depmap cannot take this now: its disk is full or locked. Try again in a minute.";

const Command = z.object({ command: z.string() });
const Submission = z.object({ type: z.literal("view_submission") });

/**
 * The acknowledgement with which a request is turned down, where Slack has room for words.
 *
 * undefined where there is none: unacknowledged, an event comes again, and a click shows Slack's own warning.
 */
export function apologyFor(body: object): object | undefined {
  if (Command.safeParse(body).success) return { response_type: "ephemeral", text: WORDS };
  if (!Submission.safeParse(body).success) return undefined;
  return {
    response_action: "push",
    view: {
      type: "modal",
      title: { type: "plain_text", text: "Not taken" },
      close: { type: "plain_text", text: "Back" },
      blocks: [{ type: "section", text: { type: "plain_text", text: WORDS } }],
    },
  };
}

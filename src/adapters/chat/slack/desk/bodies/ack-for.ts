import type { ViewUpdateResponseAction } from "@slack/bolt";
import { z } from "zod";

const Submission = z.object({
  type: z.literal("view_submission"),
  view: z.object({ callback_id: z.string().default(""), private_metadata: z.string().default("") }),
});

/**
 * What the acknowledgement of a body carries: a form that was sent shows that depmap is at work; undefined for all else.
 */
export function ackFor(body: unknown): ViewUpdateResponseAction | undefined {
  const parsed = Submission.safeParse(body);
  if (!parsed.success) return undefined;
  const { callback_id, private_metadata } = parsed.data.view;
  return {
    response_action: "update",
    view: {
      type: "modal",
      callback_id,
      private_metadata,
      title: { type: "plain_text", text: "depmap" },
      close: { type: "plain_text", text: "Close" },
      blocks: [
        { type: "section", text: { type: "plain_text", text: "Working on it. One moment …" } },
      ],
    },
  };
}

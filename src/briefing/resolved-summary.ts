import type { Reply } from "../model/reply.ts";
import type { Story } from "./story.ts";
import { titleOf } from "./what-is-going-on.ts";
export function resolvedSummary(story: Story): Reply {
  return {
    headline: `Resolved: ${titleOf(story.lead)}`,
    tone: "ok",
    blocks: [],
    footer: [],
    visibility: "channel",
  };
}

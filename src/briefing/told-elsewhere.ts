import type { Reply } from "../model/reply.ts";
import type { Story } from "./story.ts";
import { titleOf } from "./what-is-going-on.ts";

/** What stands where an incident's own briefing stood, once another briefing tells it: where to look. */
export function toldElsewhere({ lead, others }: Story, incidentId: string, channel: string): Reply {
  const own = others.find(({ id }) => id === incidentId);
  const title = own ? titleOf(own) : incidentId;
  return {
    headline: `${title} is told with ${titleOf(lead)}`,
    tone: "neutral",
    blocks: [
      {
        type: "section",
        text: `Both have the same probable origin. The one briefing stands in ${channel}.`,
      },
      {
        type: "buttons",
        buttons: [
          { label: "Show the incident", action: { type: "command", line: `incident ${lead.id}` } },
        ],
      },
    ],
    footer: [],
    visibility: "channel",
  };
}

import { durationWords } from "../model/duration-words.ts";
import type { Block, Reply } from "../model/reply.ts";
import { shortNames } from "./short-names.ts";
import type { Story } from "./story.ts";
import { whatCausedIt } from "./what-caused-it.ts";
import { severityOf, titleOf, toneOf, whatIsGoingOn } from "./what-is-going-on.ts";
import { hitLists } from "./who-is-hit.ts";
export function briefing(story: Story): Reply {
  const name = shortNames([...story.blast.origins, ...story.blast.hits.map((h) => h.component)]);
  const severity = severityOf(story);
  const blocks: Block[] = [
    whatIsGoingOn(story),
    ...whatCausedIt(story),
    ...hitLists(story.blast.hits, story.blast.starved, new Set(), name),
  ];
  return {
    headline: titleOf(story.lead),
    tone: toneOf(severity),
    blocks,
    footer: [durationWords(0)],
    visibility: "channel",
  };
}

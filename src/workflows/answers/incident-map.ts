import { Reply } from "../../model/reply.ts";
import { answerCommand, type AnswerTools } from "./answer-command.ts";
import { quoted } from "./parse-command-line.ts";

/** How long after its end an incident still has a page. */
const SHOWN_MS = 30 * 86_400_000;

/** The map of one incident, with a picture; undefined when it is unknown, or over for more than 30 days. */
export async function incidentMap(tools: AnswerTools, id: string): Promise<Reply | undefined> {
  const own = await tools.store.incident(id);
  const now = tools.clock.now();
  if (!own || now - (own.incident.resolvedAt ?? now) > SHOWN_MS) return undefined;
  const { incident } = own;
  // An incident that is told in another's briefing has its origin there.
  const lead = own.attachedTo === undefined ? own : await tools.store.incident(own.attachedTo);
  const { origin, verdict } = lead ?? own;
  const number = incident.number === undefined ? "" : `#${incident.number} `;
  const headline = `${number}${incident.title.trim() || id} (${incident.status})`;
  if (origin === undefined || verdict === "cannot tell") {
    const text = "depmap cannot tell yet where it began; the briefing says why.";
    return Reply.parse({ headline, blocks: [{ type: "section", text }] });
  }
  const { reply } = await answerCommand(tools, {
    id: `map of ${id}`,
    line: `blast-radius ${quoted(origin)} --picture`,
    person: { id: "depmap", name: "depmap", role: "member" },
    place: { chat: "page" },
  });
  const text = `Probable origin. ${reply.headline}.`;
  return { ...reply, headline, blocks: [{ type: "section", text }, ...reply.blocks] };
}

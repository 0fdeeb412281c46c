import { z } from "zod";
import type { IncidentRecord } from "../src/model/incident.ts";
import { cutText } from "../src/model/plain-text.ts";
import { Reply } from "../src/model/reply.ts";
import { defineCommand, type Answer } from "../src/ports/command.ts";

/** `/depmap link-channel [INCIDENT]`: have this incident told in this channel, too. */
export const linkChannelCommand = defineCommand({
  name: "link-channel",
  aliases: ["follow", "join-incident"],
  summary: "Have an incident told in this channel, too",
  args: z.object({ incident: z.string().optional() }),
  positionals: ["incident"],
  example: "link-channel",
  effects: "none",
  async run({ store, linkChannel, incidentId }, { incident: asked }) {
    const recent = await store.incidents({ limit: 50 });
    const wanted = asked?.trim().replace(/^#/, "");
    if (!wanted) return list("Which incident is this channel about?", recent, incidentId);
    const record =
      recent.find(({ incident }) => String(incident.number) === wanted) ??
      (await store.incident(wanted));
    if (!record) return list(`No incident “${wanted}” is known`, recent, incidentId, wanted);
    const title = titleOf(record);
    const { id, status } = record.incident;
    if (status === "resolved") {
      return plain(`${title} is over`, `/depmap incident ${id} shows how it ended.`, id);
    }
    if (!linkChannel) {
      return plain("This is no channel", "Ask it in the channel that should get the briefing.");
    }
    const did = await linkChannel(id);
    const text =
      "Its briefing comes here in a moment, and changes as it goes on. If nothing comes, depmap cannot write here: invite it.";
    const reply = Reply.parse({
      headline: `This channel follows ${title}`,
      blocks: [{ type: "section", text }],
      visibility: "channel",
    });
    return { reply, data: { incident: id, did } };
  },
});

function titleOf({ incident }: IncidentRecord): string {
  const number = incident.number === undefined ? "" : `#${incident.number} `;
  return `${number}${incident.title.trim() || incident.id}`;
}

function plain(headline: string, text: string, incident?: string): Answer {
  const reply = Reply.parse({ headline, blocks: [{ type: "section", text }] });
  return { reply, data: { error: "cannot-answer", ...(incident ? { incident } : {}) } };
}

/** The last five that are not over, as buttons. */
function list(
  headline: string,
  recent: readonly IncidentRecord[],
  here: string | undefined,
  unknown?: string,
): Answer {
  const open = recent.filter(({ incident }) => incident.status !== "resolved").slice(0, 5);
  const ids = open.map(({ incident }) => incident.id);
  const buttons = open.map((record) => ({
    label: cutText(titleOf(record), 75),
    action: { type: "command", line: `link-channel ${record.incident.id}` },
  }));
  const already = recent.find(({ incident }) => incident.id === here);
  const told = already ? `${titleOf(already)} is told here. ` : "";
  const text =
    open.length > 0
      ? `${told}Choose one, or type its number: /depmap link-channel 42.`
      : `${told}No incident is open now.`;
  const reply = Reply.parse({
    headline,
    blocks: [
      { type: "section", text },
      ...(buttons.length > 0 ? [{ type: "buttons", buttons }] : []),
    ],
  });
  return { reply, data: unknown === undefined ? { open: ids } : { unknown, similar: ids } };
}

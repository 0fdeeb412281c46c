import type { ChangeLine } from "../../briefing/hit-changes.ts";
import { count } from "../../briefing/what-is-going-on.ts";
import { fitReply } from "../../model/reply-budget.ts";
import { Reply } from "../../model/reply.ts";
import { postOnce, type Posted, type PostTools } from "./post-once.ts";
import type { RollUps } from "./storm/roll-ups.ts";

/** What is to be said in the thread of a briefing. */
export interface SayLines {
  readonly lead: string;
  /** Numbers the lines of one telling. */
  readonly revision: number;
  readonly lines: readonly ChangeLine[];
  /** How many earlier changes were not said, because the channel was told much. */
  readonly held: number;
  readonly posted: Posted;
  readonly perhapsSince: number | undefined;
}

/**
 * Says one line per change in the briefing's thread, as far as the channel can be told more now, and gives how many
 * changes are held back.
 *
 * What was held back is summed up in one line later: `onDue` asks for another telling then. In a storm nothing is held:
 * the roll-up's last line sums it up.
 */
export async function sayLines(
  tools: PostTools & { readonly rollUps: RollUps },
  { lead, revision, lines, held, posted, perhapsSince }: SayLines,
): Promise<number> {
  const text = `${count(held, "change")} not said meanwhile: the message above shows how things stand`;
  const sum = { key: "held", text };
  const all = held > 0 ? [{ ...sum, changes: held }] : [];
  const wanted = [...all, ...lines.map((line) => ({ ...line, changes: 1 }))];
  for (const [place, { key: name, text: headline }] of wanted.entries()) {
    const key = `line ${lead} ${revision} ${name}`;
    const isBegun = (await tools.journal.post(key)) !== undefined;
    const turn = isBegun ? "now" : await tools.rollUps.line(posted.channel, key);
    if (turn === "storm") return 0;
    if (turn !== "now") {
      tools.rollUps.later(lead, turn.at);
      return wanted.slice(place).reduce((sum, { changes }) => sum + changes, 0);
    }
    await postOnce(tools, {
      key,
      subject: lead,
      reply: fitReply(Reply.parse({ headline, visibility: "channel" })),
      place: () => Promise.resolve({ channel: posted.channel, thread: posted.message }),
      perhapsSince,
    });
  }
  return 0;
}

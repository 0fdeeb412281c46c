import { setTimeout as wait } from "node:timers/promises";
import { startSlackFirm } from "./slack-firm.ts";

/** What became of a flood of incidents in one channel of Slack. */
export interface SlackFloodReport {
  readonly incidents: number;
  /** Everything that depmap posted, thread lines included. */
  readonly messages: number;
  readonly edits: number;
  /** How often Slack said that it was too much. */
  readonly tooMany: number;
  readonly firstAfterMs: number;
  /** Titles of incidents that no message names. */
  readonly untold: readonly string[];
}

/** Sends that many unrelated incidents in so many seconds into one channel of a Slack that counts its limits. */
export async function floodSlack(incidents: number, seconds: number): Promise<SlackFloodReport> {
  const quiet = { DEPMAP_CHANNEL_PER_INCIDENT: "no" };
  const firm = await startSlackFirm("sockets", quiet, { enforceLimits: true });
  const { double, pagerduty } = firm;
  const posted = () => double.messages("CINC").filter(({ user }) => user === double.botUser);
  try {
    const begun = Date.now();
    const titles: string[] = [];
    for (let number = 0; number < incidents; number += 1) {
      const [name, source] = [`Lift ${number}`, `lift-${number}`];
      const title = `${name} has stopped`;
      titles.push(title);
      pagerduty.rehearsal.trigger({
        title,
        service: { id: `PLIFT${number}`, name },
        alert: { summary: `${source}: no signal`, severity: "critical", source },
      });
      await wait((seconds * 1000) / incidents);
    }
    await firm.settled();
    const shown = posted().map(({ blocks }) => JSON.stringify(blocks));
    const [first] = posted();
    return {
      incidents: (await firm.server.parts.store.incidents({ limit: 1000 })).length,
      messages: posted().length,
      edits: double.calls("chat.update").length,
      tooMany: double.log.filter(({ status }) => status === 429).length,
      firstAfterMs: first ? Math.round(Number(first.ts) * 1000) - begun : Number.NaN,
      untold: titles.filter((title) => !shown.some((words) => words.includes(title))),
    };
  } finally {
    await firm.close();
  }
}

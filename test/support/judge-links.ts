import type { RehearsalPagerDuty } from "../../src/adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import type { ChatServer } from "./chat-server.ts";

/** What is wrong in the channels that were linked to incidents: an open one not told there, or a copy that is behind. */
export async function judgeLinks({
  store,
  chat,
  pagerDuty,
}: {
  readonly store: GraphStore;
  readonly chat: ChatServer;
  readonly pagerDuty: RehearsalPagerDuty;
}): Promise<string[]> {
  const said = (key: string) => chat.messages.find((one) => one.key === key);
  const wrong: string[] = [];
  for (const { id, status, bridgeUrl: channel } of pagerDuty.incidents()) {
    if (channel === undefined) continue;
    const own = said(`briefing ${id}`);
    const copy = said(`briefing ${id} in ${channel}`);
    const [shown, copied] = [own, copy].map((one) => JSON.stringify(one?.reply));
    if (own && copy && shown !== copied) wrong.push(`${id}: its copy is not like its briefing`);
    if (status === "resolved" || copy || own?.channel === channel) continue;
    if (said(`pointer ${id} in ${channel}`)) continue;
    const lead = (await store.incident(id))?.attachedTo ?? id;
    if ((await store.incident(lead))?.rollUp?.channel === channel) continue;
    const there = [`briefing ${lead}`, `briefing ${lead} in ${channel}`].map(said);
    if (!there.some((one) => one?.channel === channel)) wrong.push(`${id}: not told in ${channel}`);
  }
  return wrong;
}

import { auditRowsOf } from "../../src/workflows/map/audit-rows.ts";
import { allSeen, keyIn } from "./seen-by-all.ts";
import type { SlackReplicas } from "./slack-replicas.ts";

type Firm = Pick<SlackReplicas, "double" | "parts">;

/** Everything that stands in the chat for all, and the whole record of who did what: what no repetition may change. */
export async function whatStands({ double, parts }: Firm) {
  const seen = allSeen(double);
  const shown = seen.map((message) => [message.channel, message.ts, keyIn(message), message.text]);
  const pins = [...new Set(seen.map(({ channel }) => channel))].map((id) => double.pins(id));
  const audit: string[] = [];
  for await (const { hash } of auditRowsOf(parts.store)) audit.push(hash);
  return { shown, pins, audit };
}

/** What was decided, as the audit log has it. */
export async function decisionsIn({ parts }: Firm): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { action, subject } of auditRowsOf(parts.store)) {
    if (action.endsWith("-proposal")) found.push(`${action} ${subject}`);
  }
  return found;
}

/** How many dependencies are on the map. */
export async function edgesIn({ parts }: Firm): Promise<number> {
  await parts.snapshots.refresh();
  return parts.snapshots.current().consumer.length;
}

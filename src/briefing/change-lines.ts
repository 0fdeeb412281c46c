import { durationWords } from "../model/duration-words.ts";
import type { IncidentRecord } from "../model/incident.ts";
import { alertChanges, hitChanges, type ChangeLine } from "./hit-changes.ts";
import { shortNames } from "./short-names.ts";
import type { Story } from "./story.ts";
import { titleOf } from "./what-is-going-on.ts";

/** No more lines at once than anybody reads; the briefing has everything. */
const TOLD = 5;

/**
 * What has changed since the story was last told, one line per change that matters.
 *
 * `previous` are the records kept then. A story that was never told has no changes: its briefing says everything. When
 * the origin changes, the hits change with it, and one line says so.
 */
export function changeLines(previous: readonly IncidentRecord[], next: Story): ChangeLine[] {
  const before = new Map(previous.map((record) => [record.incident.id, record]));
  const lead = before.get(next.lead.id);
  if (!lead) return [];
  const isOver = [next.lead, ...next.others].every(({ status }) => status === "resolved");
  const fresh = [...joined(before, next), ...statuses(before, next)];
  if (isOver) return fresh;
  const hits = originLine(lead, next) ?? hitChanges(lead, next);
  return shortened([...fresh, ...hits, ...alertChanges(previous, next)]);
}

function shortened(lines: readonly ChangeLine[]): ChangeLine[] {
  if (lines.length <= TOLD + 1) return [...lines];
  const more = lines.length - TOLD;
  const text = `and ${more} more changes; the briefing has them all`;
  return [...lines.slice(0, TOLD), { key: `more ${more}`, text }];
}

type Before = ReadonlyMap<string, IncidentRecord>;

function joined(before: Before, { lead, others }: Story): ChangeLine[] {
  return others
    .filter(({ id }) => before.get(id)?.attachedTo !== lead.id)
    .map((incident) => ({
      key: `joined ${incident.id}`,
      text: `${titleOf(incident)} has the same probable origin and is told here too`,
    }));
}

function statuses(before: Before, { lead, others }: Story): ChangeLine[] {
  return [lead, ...others].flatMap((incident): ChangeLine[] => {
    const was = before.get(incident.id)?.incident.status;
    if (was === undefined || was === incident.status) return [];
    const who = others.length > 0 ? `${titleOf(incident)}: ` : "";
    const key = `status ${incident.id} ${incident.status} ${incident.updatedAt}`;
    return [{ key, text: who + statusWords(was, incident) }];
  });
}

function statusWords(was: string, incident: Story["lead"]): string {
  switch (incident.status) {
    case "acknowledged":
      return was === "resolved" ? "reopened, and acknowledged" : "acknowledged";
    case "triggered":
      return was === "resolved" ? "reopened" : "no longer acknowledged";
    case "resolved":
      return `resolved after ${durationWords((incident.resolvedAt ?? incident.updatedAt) - incident.openedAt)}`;
  }
}

function originLine(lead: IncidentRecord, { origin, blast }: Story): ChangeLine[] | undefined {
  const [first] = origin.candidates;
  const now = origin.verdict === "ranked" ? first?.component : undefined;
  if (now === lead.origin) return undefined;
  const name = shortNames([...(now ? [now] : []), ...(lead.origin ? [lead.origin] : [])]);
  const was = lead.origin ? ` (was ${name(lead.origin)})` : "";
  const text = now
    ? `origin is now ${name(now)}${was}: ${first?.evidence[0] ?? origin.because}; ${blast.hits.length} hit`
    : `the origin cannot be told any more${was}: ${origin.because}`;
  return [{ key: `origin ${now ?? "unknown"}`, text }];
}

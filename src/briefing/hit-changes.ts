import type { IncidentRecord } from "../model/incident.ts";
import { shortNames } from "./short-names.ts";
import type { Story } from "./story.ts";
import { chainWords } from "./who-is-hit.ts";

/** One line for the thread. The same change of the same story has the same key. */
export interface ChangeLine {
  readonly key: string;
  readonly text: string;
}

const WORSE = ["starved", "stale", "degraded", "down"];

/** What the failure does now that it did not before, and the other way round; one line for each component. */
export function hitChanges(lead: IncidentRecord, { blast }: Story): ChangeLine[] {
  const was = new Map(lead.affected.map(({ component, state }) => [component, state]));
  const now = new Set([...blast.hits, ...blast.starved].map(({ component }) => component));
  const name = shortNames([...was.keys(), ...now, ...blast.origins]);
  const changed = blast.hits.flatMap((hit): ChangeLine[] => {
    const before = was.get(hit.component);
    if (before === hit.state) return [];
    const because = `because ${chainWords(hit.chain, name)}`;
    const text =
      before === undefined
        ? `new: ${name(hit.component)} ${hit.state}, ${because}`
        : `${name(hit.component)} is ${compared(before, hit.state)}, ${because}`;
    return [{ key: `hit ${hit.component} ${hit.state}`, text }];
  });
  const gone = [...was.keys()]
    .filter((component) => !now.has(component) && !blast.origins.includes(component))
    .map((component) => ({
      key: `gone ${component}`,
      text: `${name(component)} is not reached any more`,
    }));
  return [...changed, ...gone];
}

/** Components that began to alert, or whose alerts are all over, since the records were kept. */
export function alertChanges(
  previous: readonly IncidentRecord[],
  { alerting, blast, lead, others }: Story,
): ChangeLine[] {
  const before = new Map(
    previous.flatMap(({ incident }) => incident.alerts).map((alert) => [alert.id, alert]),
  );
  const known = new Set(previous.map(({ incident }) => incident.id));
  const old = new Set(
    [lead, ...others]
      .filter(({ id }) => known.has(id))
      .flatMap((one) => one.alerts.map(({ id }) => id)),
  );
  const expected = new Set(blast.hits.map(({ component }) => component));
  const name = shortNames(alerting.map(({ component }) => component));
  return alerting.flatMap(({ component, isOpen, alerts }): ChangeLine[] => {
    const wasOpen = alerts.some((id) => before.has(id) && before.get(id)?.resolvedAt === undefined);
    if (!isOpen && wasOpen) {
      return [
        { key: `back ${component}`, text: `${name(component)} is back: its alerts are over` },
      ];
    }
    const isNew =
      isOpen && alerts.every((id) => !before.has(id)) && alerts.some((id) => old.has(id));
    if (!isNew) return [];
    const foreseen = expected.has(component) ? ", as expected" : "";
    return [{ key: `alert ${component}`, text: `${name(component)} alerts now${foreseen}` }];
  });
}

function compared(before: string, now: string): string {
  const worse = WORSE.indexOf(now) > WORSE.indexOf(before);
  return `${worse ? "now" : "only"} ${now} (was ${before})`;
}

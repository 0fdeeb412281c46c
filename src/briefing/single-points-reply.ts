import { nameOf, type ComponentId } from "../model/component.ts";
import { cutText } from "../model/plain-text.ts";
import { Reply, type Block } from "../model/reply.ts";
import type { MapAsked, SinglePoint, SinglePoints, StandIn } from "../model/single-points.ts";
import { evidenceFooter } from "./evidence-footer.ts";
import { shortNames } from "./short-names.ts";
import { count, someOf } from "./what-is-going-on.ts";

type Name = (id: ComponentId) => string;

const NAMED = 3;
/** Consumers whose redundancy does not hold, in the answer for the whole map. */
const DECEIVED = 6;
const ASKABLE = 3;
/** A button has no room for more. */
const LABEL = 75;

/**
 * Tells the single points of failure of a map, worst first: what each takes along, how sure that is, and whose
 * redundancy it makes worthless.
 */
export function singlePointsReply(answer: SinglePoints, now: number): Reply {
  const { points, components } = answer;
  const name = namesIn(points);
  const items = points.map((point) => ({
    text: [
      { text: name(point.component), style: "bold" as const },
      { text: ` ${pointWords(point)}`, style: "muted" as const },
    ],
    tone: "down" as const,
  }));
  const deceived = points.flatMap((point) =>
    point.deceived.map((standIn) => deceivedWords(standIn, point.component, name)),
  );
  const blocks: Block[] = [
    {
      type: "list",
      title: "Worst first: by journeys stopped, then by what goes down",
      items,
      more: answer.count - items.length,
    },
    ...deceivedList(deceived),
    {
      type: "buttons",
      buttons: points.slice(0, ASKABLE).map(({ component }) => ({
        label: cutText(name(component), LABEL),
        action: { type: "command", line: `spof ${component}` },
      })),
    },
  ];
  return Reply.parse({
    headline:
      answer.count === 0
        ? `None of ${count(components, "component")} takes another down when it fails alone`
        : `${answer.count} of ${count(components, "component")} ${answer.count === 1 ? "takes" : "take"} others down when failing alone`,
    tone: answer.count === 0 ? "ok" : "degraded",
    blocks: answer.count === 0 ? [] : blocks,
    footer: evidenceFooter(answer, now),
  });
}

/** Tells the same of one component, whether it is a single point of failure or not. */
export function singlePointReply(point: SinglePoint, map: MapAsked, now: number): Reply {
  const name = namesIn([point]);
  const { component, down, spared, deceived, journeysStopped, journeysHarmed } = point;
  const facts = [
    { label: "Takes along", value: harmWords(point) || "nothing" },
    { label: "Journeys stopped", value: someOf(journeysStopped, NAMED) || "none" },
    ...(journeysHarmed.length > 0
      ? [{ label: "Journeys harmed", value: someOf(journeysHarmed, NAMED) }]
      : []),
    {
      label: "Stands in for it",
      value:
        spared.length > 0
          ? spared
              .map((own) => sparedWords(own, name))
              .slice(0, NAMED)
              .join("; ")
          : "nothing that holds",
    },
    { label: "Rests on", value: restWords(point) },
  ];
  const blocks: Block[] = [
    { type: "facts", facts },
    ...deceivedList(deceived.map((standIn) => deceivedWords(standIn, component, name))),
    {
      type: "buttons",
      buttons: [
        { label: "Blast radius", action: { type: "command", line: `blast-radius ${component}` } },
        { label: "Used by", action: { type: "command", line: `used-by ${component}` } },
        { label: "Owners", action: { type: "command", line: `owners ${component}` } },
      ],
    },
  ];
  const own = nameOf(component);
  return Reply.parse({
    headline:
      down > 0
        ? `${own} is a single point of failure: ${count(down, "component")} ${down === 1 ? "goes" : "go"} down with it`
        : `${own} is no single point of failure: nothing else goes down with it`,
    tone: down > 0 ? "down" : "ok",
    blocks,
    footer: evidenceFooter(map, now),
  });
}

function namesIn(points: readonly SinglePoint[]): Name {
  const standIns = points.flatMap(({ spared, deceived }) => [...spared, ...deceived]);
  return shortNames([
    ...points.map(({ component }) => component),
    ...standIns.flatMap(({ consumer, instead }) => [consumer, ...instead]),
  ]);
}

function pointWords(point: SinglePoint): string {
  const { journeysStopped, journeysHarmed, spared } = point;
  return [
    ...(journeysStopped.length > 0 ? [`stops ${someOf(journeysStopped, NAMED)}`] : []),
    harmWords(point),
    ...(journeysHarmed.length > 0 ? [`harms ${someOf(journeysHarmed, NAMED)}`] : []),
    ...(spared.length > 0 ? [`something stands in for ${count(spared.length, "consumer")}`] : []),
    restWords(point),
  ].join("; ");
}

function harmWords({ down, degraded, stale }: SinglePoint): string {
  const counts = Object.entries({ down, degraded, stale }).filter(([, number]) => number > 0);
  return counts.map(([state, number]) => `${number} ${state}`).join(", ");
}

function restWords({ confidence, sources }: SinglePoint): string {
  const sure = confidence === undefined ? [] : [`${Math.round(confidence * 100)} % sure`];
  return [...sure, `said by ${someOf(sources, NAMED) || "nobody"}`].join(", ");
}

function sparedWords({ consumer, instead }: StandIn, name: Name): string {
  return `${someOf(instead.map(name), NAMED)} for ${name(consumer)}`;
}

function deceivedWords({ consumer, instead }: StandIn, point: ComponentId, name: Name): string {
  const both = instead.length === 1 ? "falls back on" : "counts on one of";
  return `${name(consumer)} ${both} ${someOf(instead.map(name), NAMED)}: ${name(point)} takes ${instead.length === 1 ? "that" : "all of them"} away, too`;
}

function deceivedList(lines: readonly string[]): Block[] {
  if (lines.length === 0) return [];
  const items = lines.slice(0, DECEIVED).map((text) => ({ text, tone: "degraded" as const }));
  return [
    {
      type: "list",
      title: "Redundancy that does not hold",
      items,
      more: lines.length - items.length,
    },
  ];
}

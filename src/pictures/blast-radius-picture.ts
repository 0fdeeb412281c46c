import { nameOf, type ComponentId } from "../model/component.ts";
import { durationWords } from "../model/duration-words.ts";
import type { BlastRadius, Hit } from "../model/impact.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import { dotText } from "./dot-text.ts";
import { pictureCast, type PictureCast } from "./picture-cast.ts";
import { pictureEdges, type PictureEdge } from "./picture-edges.ts";
import { pictureLegend } from "./picture-legend.ts";
import { INK, LOOKS, type PictureState } from "./picture-look.ts";

/** More letters than this make the boxes wider than a chat. */
const NAME_LENGTH = 30;

/**
 * Draws a blast radius as a Graphviz description: the failed components left, whoever they harm to the right.
 *
 * A focused picture of at most `limit` components (24 unless told): the chains to where customers enter, then
 * the nearest; the rest is one node "+N more". Arrows point from consumer to provider and are labelled where the
 * coupling is not a call. Names are text, whatever is in them.
 */
export function blastRadiusPicture(
  snapshot: Snapshot,
  blast: BlastRadius,
  options: { readonly limit?: number } = {},
): string {
  const cast = pictureCast(snapshot, blast, options.limit ?? 24);
  const states = new Map<ComponentId, PictureState>([
    ...cast.origins.map((id) => [id, "origin"] as const),
    ...cast.hits.map(({ component, state }) => [component, state] as const),
    ...cast.starved.map(({ component }) => [component, "starved"] as const),
    ...cast.fallbacks.map((id) => [id, "fallback"] as const),
  ]);
  const nodes = new Map([...states.keys()].map((id, index) => [id, `n${index}`]));
  const hits = new Map(cast.hits.map((hit) => [hit.component, hit]));
  const journeys = journeysByEntry(snapshot);
  const edges = pictureEdges(snapshot, cast);
  const entersHere = [...states.keys()].some((id) => journeys.has(id));
  const legend = pictureLegend(blast, cast, new Set(states.values()), entersHere);
  const lines = [
    'digraph "blast radius" {',
    `graph [rankdir=RL, bgcolor="#ffffff", pad=0.3, nodesep=0.22, ranksep="0.55", splines=true, fontname="Arial", fontsize=11, fontcolor="${INK.note}", labelloc=b, labeljust=l, label=<${legend}>];`,
    'node [shape=box, fontname="Arial", fontsize=13, margin="0.16,0.08", height=0.5];',
    `edge [fontname="Arial", fontsize=10, fontcolor="${INK.note}", color="${INK.edge}", arrowsize=0.7, penwidth=1.2];`,
    ...[...states].map(([id, state]) =>
      nodeLine(nodes.get(id) as string, state, [
        `<b>${dotText(shortName(id), NAME_LENGTH)}</b>`,
        small(stateWords(state, hits.get(id))),
        ...(journeys.get(id) ?? []).map((journey) => small(`► ${dotText(journey, NAME_LENGTH)}`)),
      ]),
    ),
    ...edges.map((edge) => edgeLine(edge, nodes)),
    ...moreLines(cast, nodes),
    "}",
  ];
  return lines.join("\n");
}

function nodeLine(node: string, state: PictureState, rows: readonly string[]): string {
  const { fill, line, text, style, penWidth } = LOOKS[state];
  return `${node} [label=<${rows.join("<br/>")}>, style="${style}", fillcolor="${fill}", color="${line}", fontcolor="${text}", penwidth=${penWidth}];`;
}

function edgeLine(edge: PictureEdge, nodes: ReadonlyMap<ComponentId, string>): string {
  const looks = {
    chain: [],
    // Kept out of the ranking, so that the chains alone shape the picture.
    other: [`color="${INK.faint}"`, "penwidth=0.9", "constraint=false"],
    fallback: [`color="${LOOKS.fallback.line}"`, "style=dashed", "penwidth=1.8"],
    starved: [`color="${LOOKS.starved.line}"`, "style=dotted"],
  }[edge.role];
  const colour = edge.role === "fallback" ? LOOKS.fallback.line : INK.note;
  const label =
    edge.words === ""
      ? []
      : [`label=<<font color="${colour}"> ${dotText(edge.words, 40)} </font>>`];
  const minlen = edge.length > 1 ? [`minlen=${edge.length}`] : [];
  return `${nodes.get(edge.consumer)} -> ${nodes.get(edge.provider)} [${[...looks, ...label, ...minlen].join(", ")}];`;
}

/** One node for all who are left out, tied to those whose harm goes on to them. */
function moreLines(cast: PictureCast, nodes: ReadonlyMap<ComponentId, string>): string[] {
  const count = cast.leftOut.length + cast.starvedLeftOut;
  if (count === 0) return [];
  const states = Map.groupBy(cast.leftOut, ({ state }) => state);
  const words = (["down", "degraded", "stale"] as const).flatMap((state) =>
    states.has(state) ? [`${states.get(state)?.length} ${state}`] : [],
  );
  if (cast.starvedLeftOut > 0) words.push(`${cast.starvedLeftOut} starved`);
  const parents = Map.groupBy(cast.leftOut, ({ chain }) => chain.find((id) => nodes.has(id)));
  const busiest = [...parents]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, 3)
    .flatMap(([parent]) => nodes.get(parent ?? "") ?? []);
  return [
    `more [label=<<b>+${count} more</b><br/>${small(words.join(", "))}>, style="rounded,dashed", color="${INK.faint}", fontcolor="${INK.note}", penwidth=1.4];`,
    ...busiest.map((parent) => `more -> ${parent} [style=dashed, color="${INK.faint}"];`),
  ];
}

function stateWords(state: PictureState, hit: Hit | undefined): string {
  const after = hit && hit.etaMs > 0 ? ` after ${durationWords(hit.etaMs)}` : "";
  return `${LOOKS[state].word}${after}`;
}

function small(words: string): string {
  return `<font point-size="10.5">${words}</font>`;
}

/** The name that people say; the whole id when it has no such parts. */
function shortName(id: ComponentId): string {
  return nameOf(id) || id;
}

function journeysByEntry({ journeys }: Snapshot): ReadonlyMap<ComponentId, readonly string[]> {
  const byEntry = new Map<ComponentId, string[]>();
  for (const { name, entries } of journeys) {
    for (const entry of entries) byEntry.set(entry, [...(byEntry.get(entry) ?? []), name]);
  }
  return byEntry;
}

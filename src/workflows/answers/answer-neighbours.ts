import type { Neighbour } from "../../analysis/neighbours.ts";
import { dependencyWords } from "../../briefing/dependency-words.ts";
import { shortNames } from "../../briefing/short-names.ts";
import { count } from "../../briefing/what-is-going-on.ts";
import { nameOf, type Component } from "../../model/component.ts";
import { Reply, type Block } from "../../model/reply.ts";
import type { Answer, CommandContext } from "../../ports/command.ts";

const LISTED = 12;
/** How many steps away a question may reach. */
export const DEEPEST = 20;

/** Tells the neighbours of a component by hops, each with what binds the two and who says so. */
export function answerNeighbours(
  { snapshot, now }: CommandContext,
  { id }: Component,
  neighbours: readonly Neighbour[],
  words: {
    readonly verb: string;
    readonly none: string;
    readonly depth: number;
    readonly deeper: string;
  },
): Answer {
  const name = shortNames([id, ...neighbours.map(({ component }) => component)]);
  const hops = [...new Set(neighbours.map((neighbour) => neighbour.hops))];
  const lists = hops.map((distance): Block => {
    const same = neighbours.filter((neighbour) => neighbour.hops === distance);
    const items = same.slice(0, LISTED).map(({ component, dependency }) => ({
      text: [
        { text: name(component), style: "bold" as const },
        { text: ` ${dependencyWords(dependency, now)}`, style: "muted" as const },
      ],
      tone: "neutral" as const,
    }));
    const title = distance === 1 ? "Directly" : `${distance} dependencies away`;
    return { type: "list", title, items, more: same.length - items.length };
  });
  const deeper: Block = {
    type: "buttons",
    buttons: [{ label: "One step further", action: { type: "command", line: words.deeper } }],
  };
  const reply = Reply.parse({
    headline:
      neighbours.length === 0
        ? `${nameOf(id)} ${words.none}`
        : `${nameOf(id)} ${words.verb} ${count(neighbours.length, "component")}${words.depth > 1 ? ` up to ${words.depth} away` : ""}`,
    blocks: neighbours.length > 0 && words.depth < DEEPEST ? [...lists, deeper] : lists,
  });
  const data = neighbours.map(({ component, hops: distance, dependency }) => ({
    component,
    hops: distance,
    ...dependency,
  }));
  return {
    reply,
    data: { component: id, asOf: new Date(snapshot.asOf).toISOString(), neighbours: data },
  };
}

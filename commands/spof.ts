import { z } from "zod";
import { singlePoint } from "../src/analysis/lone-failures/single-point.ts";
import { mapAsked, singlePointsOfFailure } from "../src/analysis/single-points-of-failure.ts";
import { singlePointReply, singlePointsReply } from "../src/briefing/single-points-reply.ts";
import { Reply } from "../src/model/reply.ts";
import type { ComponentIndex } from "../src/model/snapshot/snapshot.ts";
import { utcWords } from "../src/model/utc-words.ts";
import type { SinglePointsSoFar } from "../src/ports/analyst.ts";
import { defineCommand, type Answer, type CommandContext } from "../src/ports/command.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";
import { MOST_POINTS } from "../src/workflows/answers/keep-single-points.ts";

type Progress = NonNullable<SinglePointsSoFar["counting"]>;

/** `/depmap spof [COMPONENT]`: what takes others down when it fails alone, and does anything stand in for it? */
export const spofCommand = defineCommand({
  name: "spof",
  aliases: ["single-points", "single-points-of-failure"],
  summary: "List what takes others down when it fails alone, worst first, or look at COMPONENT",
  args: z.object({
    component: z.string().optional(),
    top: z.coerce.number().int().min(1).max(MOST_POINTS).default(10),
  }),
  positionals: ["component"],
  example: "spof --top 5",
  effects: "none",
  async run(context, { component: asked, top }) {
    if (asked === undefined || asked.trim() === "") return await ofTheMap(context, top);
    const found = await askedComponent(context, asked, (name) => `spof ${name}`);
    if (found.answer) return found.answer;
    const { snapshot, now } = context;
    const origin = snapshot.indexOf.get(found.component.id) as ComponentIndex;
    const point = singlePoint(snapshot, origin);
    const map = mapAsked(snapshot);
    const data = { isSinglePoint: point.down > 0, ...point, ...map, asOf: isoDate(map.asOf) };
    return { reply: singlePointReply(point, map, now), data };
  },
});

async function ofTheMap(
  { snapshot, singlePoints, now }: CommandContext,
  top: number,
): Promise<Answer> {
  const { answer, counting }: SinglePointsSoFar = singlePoints
    ? await singlePoints.look(snapshot)
    : { answer: singlePointsOfFailure(snapshot, top) };
  if (!answer) return notYet(counting ?? { done: 0, of: snapshot.components.length }, top);
  const told = { ...answer, points: answer.points.slice(0, top) };
  const reply = singlePointsReply(told, now);
  const banner = counting
    ? `From the map as of ${utcWords(answer.asOf)}: it has changed since, and is being counted anew (${share(counting)}).`
    : undefined;
  return {
    reply: banner === undefined ? reply : { ...reply, banner },
    data: { ...told, asOf: isoDate(told.asOf), ...(counting ? { counting } : {}) },
  };
}

function notYet(counting: Progress, top: number): Answer {
  const line = `spof --top ${top}`;
  const reply = Reply.parse({
    headline: `Counting what each of ${counting.of} components takes down: ${share(counting)}`,
    blocks: [
      { type: "section", text: "A map of this size takes a while the first time. Ask again soon." },
      { type: "buttons", buttons: [{ label: "Ask again", action: { type: "command", line } }] },
    ],
  });
  return { reply, data: { error: "not-counted-yet", ...counting } };
}

function share({ done, of }: Progress): string {
  return `${of === 0 ? 100 : Math.floor((100 * done) / of)} %`;
}

function isoDate(at: number): string {
  return new Date(at).toISOString();
}

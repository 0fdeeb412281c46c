import { z } from "zod";
import { blastRadius } from "../src/analysis/blast-radius.ts";
import { businessImpact } from "../src/analysis/business-impact.ts";
import { blastRadiusReply } from "../src/briefing/blast-radius-reply.ts";
import { businessFacts } from "../src/briefing/business-lines.ts";
import { nameOf } from "../src/model/component.ts";
import type { BlastRadius } from "../src/model/impact.ts";
import type { Block } from "../src/model/reply.ts";
import { blastRadiusPicture } from "../src/pictures/blast-radius-picture.ts";
import { defineCommand, type CommandContext } from "../src/ports/command.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";

/** `/depmap blast-radius COMPONENT`: who feels it when it fails, how badly, when and why? */
export const blastRadiusCommand = defineCommand({
  name: "blast-radius",
  aliases: ["blast", "impact", "radius"],
  summary: "Show what fails when COMPONENT fails: how badly, when, through whom, and what it costs",
  args: z.object({ component: z.string().optional(), picture: z.boolean().default(false) }),
  positionals: ["component"],
  example: "blast-radius session-cache",
  effects: "none",
  async run(context, { component: asked, picture }) {
    const flag = picture ? " --picture" : "";
    const found = await askedComponent(context, asked, (name) => `blast-radius ${name}${flag}`);
    if (found.answer) return found.answer;
    const { id } = found.component;
    const blast = blastRadius(context.snapshot, [id]);
    const facts = businessFacts(businessImpact(context.snapshot, blast), 0);
    const extra: Block[] = [
      ...(facts.length > 0 ? [{ type: "facts" as const, facts }] : []),
      ...(picture ? [await pictureBlock(context, blast)] : []),
      ...(picture ? [] : [nextButtons(id)]),
    ];
    const { asOf, hits, starved, sources, blindSpots } = blast;
    const data = {
      origin: id,
      asOf: new Date(asOf).toISOString(),
      hits,
      starved,
      sources,
      blindSpots,
    };
    return { reply: blastRadiusReply(blast, extra), data };
  },
});

async function pictureBlock(
  { painter, snapshot }: CommandContext,
  blast: BlastRadius,
): Promise<Block> {
  const names = blast.origins.map(nameOf).join(" and ");
  const svg = await painter.svg(blastRadiusPicture(snapshot, blast));
  return {
    type: "picture",
    svg,
    alt: `What fails when ${names} fails: ${blast.hits.length} components hit`,
  };
}

function nextButtons(id: string): Block {
  const lines = {
    "Show picture": `blast-radius ${id} --picture`,
    Owners: `owners ${id}`,
    "Used by": `used-by ${id}`,
  };
  return {
    type: "buttons",
    buttons: Object.entries(lines).map(([label, line]) => ({
      label,
      action: { type: "command", line },
    })),
  };
}

import { z } from "zod";
import { count } from "../src/briefing/what-is-going-on.ts";
import { nameOf, type ComponentId } from "../src/model/component.ts";
import { durationWords } from "../src/model/duration-words.ts";
import { Reply } from "../src/model/reply.ts";
import type { Snapshot } from "../src/model/snapshot/snapshot.ts";
import { defineCommand } from "../src/ports/command.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";

const UNDESCRIBED = "Only dependencies name it: no source describes it.";
const AWAY = "The graph store is away, so who says so is unknown now.";

/** `/depmap whois COMPONENT`: what is it, and who says so? */
export const whoisCommand = defineCommand({
  name: "whois",
  aliases: ["what-is", "about", "show"],
  summary: "Show what COMPONENT is, what it is called, and who says so",
  args: z.object({ component: z.string().optional() }),
  positionals: ["component"],
  example: "whois checkout",
  effects: "none",
  async run(context, { component: asked }) {
    const found = await askedComponent(context, asked, (name) => `whois ${name}`);
    if (found.answer) return found.answer;
    const { component } = found;
    const { snapshot } = context;
    const claims = await context.store
      .assertionsAbout(`component ${component.id}`)
      .catch(() => undefined);
    const active = (claims ?? []).filter(({ retractedAt }) => retractedAt === undefined);
    const { needs, usedBy } = degreesOf(snapshot, component.id);
    const teams = snapshot.ownerships.filter((owner) => owner.component === component.id);
    const journeys = snapshot.journeys.filter(({ entries }) => entries.includes(component.id));
    const facts = [
      { label: "Id", value: [{ text: component.id, style: "code" }] },
      { label: "Kind", value: component.kind },
      ...(component.description ? [{ label: "Is", value: component.description }] : []),
      { label: "Also called", value: component.aliases.join(", ") || "nothing else" },
      {
        label: "PagerDuty",
        value: component.pagerdutyServiceIds.join(", ") || "no service mapped",
      },
      { label: "Owner", value: teams.map(({ team }) => team).join(", ") || "nobody has said" },
      { label: "Depends on", value: count(needs, "component") },
      { label: "Used by", value: count(usedBy, "component") },
      ...(journeys.length > 0
        ? [{ label: "Entry of", value: journeys.map(({ name }) => name).join(", ") }]
        : []),
      ...(component.statusUrl ? [{ label: "Status page", value: component.statusUrl }] : []),
    ];
    const says = active.map(({ source, lastSeen, evidence }) => ({
      text: `${source.name}, ${durationWords(context.now - lastSeen)} ago${evidence[0] ? `: ${evidence[0]}` : ""}`,
    }));
    const name = nameOf(component.id);
    const buttons = ["blast-radius", "depends-on", "used-by", "owners"].map((command) => ({
      label: command,
      action: { type: "command", line: `${command} ${component.id}` },
    }));
    const reply = Reply.parse({
      headline: `${name} is a ${component.kind}`,
      blocks: [
        { type: "facts", facts },
        {
          type: "list",
          title: "Who says so",
          items: says.length > 0 ? says : [{ text: claims ? UNDESCRIBED : AWAY }],
        },
        { type: "buttons", buttons },
      ],
    });
    const sources = active.map(({ source, firstSeen, lastSeen, evidence }) => ({
      source: source.name,
      firstSeen,
      lastSeen,
      evidence,
    }));
    return {
      reply,
      data: {
        component,
        owners: teams,
        needs,
        usedBy,
        journeys: journeys.map(({ id }) => id),
        sources,
      },
    };
  },
});

function degreesOf(snapshot: Snapshot, id: ComponentId): { needs: number; usedBy: number } {
  const index = snapshot.indexOf.get(id) ?? 0;
  const between = (first: Int32Array) => (first[index + 1] ?? 0) - (first[index] ?? 0);
  return { needs: between(snapshot.firstNeed), usedBy: between(snapshot.firstUse) };
}

import { z } from "zod";
import { dependsOn } from "../src/analysis/neighbours.ts";
import { defineCommand } from "../src/ports/command.ts";
import { answerNeighbours, DEEPEST } from "../src/workflows/answers/answer-neighbours.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";

/** `/depmap depends-on COMPONENT`: what does it need? */
export const dependsOnCommand = defineCommand({
  name: "depends-on",
  aliases: ["deps", "needs", "uses", "dependencies"],
  summary: "List what COMPONENT depends on, and who says so",
  args: z.object({
    component: z.string().optional(),
    depth: z.coerce.number().int().min(1).max(DEEPEST).default(1),
  }),
  positionals: ["component"],
  example: "depends-on checkout",
  effects: "none",
  async run(context, { component: asked, depth }) {
    const found = await askedComponent(
      context,
      asked,
      (name) => `depends-on ${name} --depth ${depth}`,
    );
    if (found.answer) return found.answer;
    const { component } = found;
    return answerNeighbours(context, component, dependsOn(context.snapshot, component.id, depth), {
      verb: "depends on",
      none: "depends on nothing that the map knows",
      depth,
      deeper: `depends-on ${component.id} --depth ${depth + 1}`,
    });
  },
});

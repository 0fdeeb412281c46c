import { z } from "zod";
import { usedBy } from "../src/analysis/neighbours.ts";
import { defineCommand } from "../src/ports/command.ts";
import { answerNeighbours, DEEPEST } from "../src/workflows/answers/answer-neighbours.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";

/** `/depmap used-by COMPONENT`: who needs it? */
export const usedByCommand = defineCommand({
  name: "used-by",
  aliases: ["dependents", "consumers", "users"],
  summary: "List what depends on COMPONENT, and who says so",
  args: z.object({
    component: z.string().optional(),
    depth: z.coerce.number().int().min(1).max(DEEPEST).default(1),
  }),
  positionals: ["component"],
  example: "used-by session-cache",
  effects: "none",
  async run(context, { component: asked, depth }) {
    const found = await askedComponent(
      context,
      asked,
      (name) => `used-by ${name} --depth ${depth}`,
    );
    if (found.answer) return found.answer;
    const { component } = found;
    return answerNeighbours(context, component, usedBy(context.snapshot, component.id, depth), {
      verb: "is used by",
      none: "is used by nothing that the map knows",
      depth,
      deeper: `used-by ${component.id} --depth ${depth + 1}`,
    });
  },
});

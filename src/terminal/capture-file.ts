import { readFile } from "node:fs/promises";
import { z } from "zod";
import { capture } from "../capture/capture.ts";
import type { End } from "../capture/captured.ts";
import { lexiconOf } from "../capture/lexicon.ts";
import { messageOf } from "../model/errors.ts";

const Case = z.object({
  id: z.string(),
  thread: z.array(z.object({ author: z.string(), text: z.string() })),
  known_services: z.array(
    z.object({ id: z.string(), name: z.string(), aliases: z.array(z.string()).default([]) }),
  ),
});

/**
 * Captures the dependencies of each thread in a file of JSON lines, and prints one line of edges for each.
 *
 * A line is `{id, thread: [{author, text}], known_services: [{id, name, aliases}]}`; other fields are left alone. A line
 * that cannot be read gets a complaint with its number, and the rest go on. Gives the exit code: 0, or 1 after a complaint.
 */
export async function captureFile(
  path: string,
  print: (line: string) => void,
  complain: (line: string) => void,
): Promise<number> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (fault) {
    complain(`cannot read ${path}: ${messageOf(fault)}; give a file of JSON lines`);
    return 1;
  }
  let complaints = 0;
  for (const [row, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = readCase(line);
    if ("why" in read) {
      complaints += 1;
      complain(`${path}:${row + 1}: ${read.why}; the other lines go on`);
    } else print(JSON.stringify(edgesOf(read)));
  }
  return complaints > 0 ? 1 : 0;
}

function readCase(line: string): Case | { readonly why: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (fault) {
    return { why: `not JSON (${messageOf(fault)})` };
  }
  const read = Case.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  return {
    why: `not a thread: ${issue?.path.join(".") || "the line"}: ${issue?.message ?? "wrong"}`,
  };
}
type Case = z.infer<typeof Case>;

function edgesOf({ id, thread, known_services: known }: Case) {
  const edges = capture(thread, lexiconOf(known)).map(
    ({ change, consumer, provider, confidence }) => ({
      from: nameOfEnd(consumer),
      to: nameOfEnd(provider),
      polarity: change,
      confidence,
    }),
  );
  return { id, edges };
}

function nameOfEnd(end: End): string {
  return "known" in end ? end.known : end.new;
}

import Fuse from "fuse.js";
import { z } from "zod";

/** Something about a record that was left out, where in it, and why. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly why: string;
}

/** A record as far as it makes sense, and what does not. */
export interface Reading<Item> {
  readonly item?: Item | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads a mapping by its schema and leaves out what is wrong in it, key by key.
 *
 * An unknown key is a problem with the nearest right key. The record is lost only when what is left of it
 * is not enough.
 */
export function readRecord<Schema extends z.ZodObject>(
  schema: Schema,
  value: unknown,
): Reading<z.infer<Schema>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { item: parsed.data, problems: [] };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const why = `expected a mapping with ${Object.keys(schema.shape).join(", ")}`;
    return { problems: [{ path: [], why }] };
  }

  const problems = parsed.error.issues.flatMap((issue) => problemsOf(schema, issue));
  const wrong = new Set(problems.map(({ path }) => path[0]));
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !wrong.has(key)));
  const again = schema.safeParse(rest);
  if (again.success) return { item: again.data, problems };
  const missing = again.error.issues.map(({ path }) => `\`${path.join(".")}\``);
  const why = `left out: it needs ${[...new Set(missing)].join(" and ")}`;
  const present = problems.filter(({ path }) => Object.hasOwn(value, path[0] ?? ""));
  return { problems: [...present, { path: [], why }] };
}

/** `; did you mean "x"?` when one of the names is near, otherwise the first few of them. */
export function nearest(name: string, names: readonly string[]): string {
  const [hit] = new Fuse(names, { threshold: 0.5 }).search(name, { limit: 1 });
  if (hit) return `did you mean \`${hit.item}\`?`;
  return names.length > 0 ? `known here: ${names.slice(0, 12).join(", ")}` : "there are none here";
}

function problemsOf(schema: z.ZodObject, issue: z.core.$ZodIssue): Problem[] {
  if (issue.code !== "unrecognized_keys") {
    const key = issue.path.join(".");
    return [{ path: issue.path, why: key ? `\`${key}\`: ${issue.message}` : issue.message }];
  }
  const known = keysAt(schema, issue.path[0]);
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    why: `unknown key \`${key.slice(0, 100)}\`: ${nearest(key, known)}`,
  }));
}

/** The keys of the schema itself, or of the mapping under one of its keys. */
function keysAt(schema: z.ZodObject, key: PropertyKey | undefined): string[] {
  if (key === undefined) return Object.keys(schema.shape);
  let inner: unknown = schema.shape[String(key)];
  while (inner instanceof z.ZodOptional) inner = inner.unwrap();
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

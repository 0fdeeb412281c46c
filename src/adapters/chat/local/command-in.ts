/** A command that somebody typed, and what stands before it. */
export interface TypedCommand {
  readonly line: string;
  /** What was typed before the line; completion keeps it. */
  readonly prefix: string;
  /** `slash`: for the asker alone; `mention`: everybody saw the question. */
  readonly way: "slash" | "mention";
}

/**
 * The command in a typed text: `/depmap blast-radius redis`, short `/blast-radius redis`, or `@depmap …` anywhere in
 * it. undefined when it is an ordinary message.
 *
 * @example
 * ```ts
 * ["/depmap who is", "/Status", "please @depmap owners cart", "no@depmap.example"].map((text) => commandIn(text)?.line);
 * // => ["who is", "Status", "owners cart", undefined]
 * ```
 */
export function commandIn(text: string): TypedCommand | undefined {
  const slash = /^\s*\/(?:depmap(?:\s+|$))?/i.exec(text);
  if (slash) return typed(text, slash[0], "slash");
  const mention = /(?<![\p{L}\p{N}_.@/-])@depmap(?![\p{L}\p{N}_@-]|\.\p{L})[\s,:]*/iu.exec(text);
  if (!mention) return undefined;
  return typed(text, text.slice(0, mention.index + mention[0].length), "mention");
}

function typed(text: string, before: string, way: TypedCommand["way"]): TypedCommand {
  const prefix = /[\s/]$/.test(before) ? before : `${before} `;
  return { line: text.slice(before.length).trim(), prefix, way };
}

import { parseArgs } from "node:util";
import { DepmapError, messageOf } from "../model/errors.ts";
import type { Reply } from "../model/reply.ts";
import { answerCommand, isExcuse, type AnswerTools } from "../workflows/answers/answer-command.ts";
import { quoted } from "../workflows/answers/parse-command-line.ts";

/** Something that only a shell can ask for. */
export interface ShellCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Gives the exit code. */
  run(words: readonly string[]): Promise<number>;
}

/** A map to answer from, opened for one command. */
export interface OpenedMap {
  readonly tools: AnswerTools;
  close(): Promise<void>;
}

/** What the terminal needs. */
export interface TerminalTools {
  readonly shellCommands: readonly ShellCommand[];
  /** Opens the data folder's map, or one made of these files alone. */
  openMap(files: readonly string[]): Promise<OpenedMap>;
  render(reply: Reply): string;
  /** Who is asking; whoever can run this may change the map. */
  readonly user: string;
  print(text: string): void;
  complain(text: string): void;
}

/**
 * Runs one command line of a shell and gives its exit code: 0 answered, 1 it could not be, 2 the command line is wrong.
 *
 * Shell commands come first; everything else is a `/depmap` command, with `--json` for its data, `--map FILE` to
 * answer from that file instead of the data folder, and `--yes` for what asks first.
 */
export async function runTerminal(tools: TerminalTools, words: readonly string[]): Promise<number> {
  const [name = "help", ...rest] = words;
  const shellCommand = tools.shellCommands.find((command) => command.name === name);
  try {
    if (shellCommand) return await shellCommand.run(rest);
    const asksForHelp = words.length === 0 || name === "--help" || name === "-h";
    return await answer(tools, asksForHelp ? ["help"] : words);
  } catch (fault) {
    const code = fault instanceof DepmapError ? fault.code : "cannot-answer";
    tools.complain(`depmap ${name}: ${messageOf(fault)} (${code})`);
    return fault instanceof DepmapError && fault.code === "bad-input" ? 2 : 1;
  }
}

async function answer(tools: TerminalTools, words: readonly string[]): Promise<number> {
  const { flags, line } = readWords(words);
  if (flags.yes && flags.map.length > 0) {
    const why = "a map of files alone is gone after the answer, so --yes would change nothing";
    throw new DepmapError("bad-input", `${why}; leave out --map, or edit the file`);
  }
  const map = await tools.openMap(flags.map);
  try {
    const person = { id: tools.user, name: tools.user, role: "approver" } as const;
    const request = { id: "terminal", line, person, place: { chat: "terminal" } };
    const { reply, data } = await answerCommand(map.tools, request, flags.yes);
    if (flags.json) tools.print(JSON.stringify(data));
    else tools.print(tools.render(reply));
    if (/^(help)?\s*$/.test(line)) tools.print(shellHelp(tools.shellCommands));
    if (asksFirst(data)) tools.complain("nothing was changed; run it again with --yes to do it");
    return exitCodeFor(data);
  } finally {
    await map.close();
  }
}

/** What a script goes by: an answer that only asks back has not done what was wanted. */
function exitCodeFor(data: unknown): number {
  if (!isExcuse(data)) return asksFirst(data) ? 1 : 0;
  const error = "error" in data ? data.error : undefined;
  return error === "unknown-command" || error === "bad-input" ? 2 : 1;
}

function asksFirst(data: unknown): boolean {
  return typeof data === "object" && data !== null && "needsConfirmation" in data;
}

interface Flags {
  readonly json: boolean;
  readonly yes: boolean;
  readonly map: readonly string[];
}

/** Takes out the shell's own flags; all other words are the command's line. */
function readWords(words: readonly string[]): { flags: Flags; line: string } {
  const { tokens } = parseArgs({
    args: [...words],
    options: { json: { type: "boolean" }, yes: { type: "boolean" }, map: { type: "string" } },
    strict: false,
    tokens: true,
  });
  const own = tokens.filter(
    (token) => token.kind === "option" && ["json", "yes", "map"].includes(token.name),
  );
  const taken = new Set(
    own.flatMap((token) =>
      token.kind === "option" && token.name === "map" && !token.inlineValue
        ? [token.index, token.index + 1]
        : [token.index],
    ),
  );
  const map = own.flatMap((token) =>
    token.kind === "option" && token.name === "map" ? [token.value] : [],
  );
  if (map.some((file) => typeof file !== "string" || file === "")) {
    throw new DepmapError("bad-input", "--map needs a file, for example --map estate.yaml");
  }
  const has = (flag: string) => own.some((token) => token.kind === "option" && token.name === flag);
  return {
    flags: { json: has("json"), yes: has("yes"), map: map as string[] },
    line: words
      .filter((_, index) => !taken.has(index))
      .map(quoted)
      .join(" "),
  };
}

function shellHelp(commands: readonly ShellCommand[]): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  return [
    "In a terminal also:",
    ...commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`),
    "Every command takes --json; --map FILE answers from that file; --yes does what asks first.",
  ].join("\n");
}

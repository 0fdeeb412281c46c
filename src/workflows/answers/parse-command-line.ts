import { z } from "zod";
import type { Command } from "../../ports/command.ts";

/** What a typed line means. */
export type ParsedLine =
  | { readonly kind: "empty" }
  | { readonly kind: "unknown-command"; readonly asked: string }
  | { readonly kind: "bad-arguments"; readonly command: Command; readonly problem: string }
  | {
      readonly kind: "command";
      readonly command: Command;
      readonly args: Readonly<Record<string, unknown>>;
    };

/**
 * Reads what somebody typed after `/depmap` or `@depmap`, forgivingly.
 *
 * In a command's name case, dash, space and underscore are alike. The last positional argument takes all words that
 * are left; between two names a lone arrow or `to` is passed over; quotes hold words together. Flags may
 * stand anywhere.
 */
export function parseCommandLine(line: string, commands: readonly Command[]): ParsedLine {
  const words = wordsOf(line).filter((word, place) => place > 0 || !/^[/@]depmap$/i.test(word));
  if (words.length === 0) return { kind: "empty" };
  const found = findCommand(words, commands);
  if (!found) return { kind: "unknown-command", asked: words[0] as string };
  return readArguments(found.command, words.slice(found.length));
}

/**
 * The words of a line; double or single quotes hold several together.
 *
 * @example
 * ```ts
 * wordsOf('link checkout "billing sync" --as data');
 * // => ["link", "checkout", "billing sync", "--as", "data"]
 * ```
 */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word = "";
  let quote = "";
  let open = false;
  for (const letter of line) {
    if (quote !== "") {
      if (letter === quote) quote = "";
      else word += letter;
    } else if ((letter === '"' || letter === "'") && word === "") {
      quote = letter;
      open = true;
    } else if (/\s/.test(letter)) {
      if (word !== "" || open) words.push(word);
      word = "";
      open = false;
    } else word += letter;
  }
  if (word !== "" || open) words.push(word);
  return words;
}

/** A word as it stands in a line: quoted where `wordsOf` would not give it back as it is. */
export function quoted(word: string): string {
  if (!/\s|^["']/.test(word)) return word;
  if (!word.includes('"')) return `"${word}"`;
  if (!word.includes("'")) return `'${word}'`;
  return `"${word.replaceAll('"', "")}"`;
}

const tidy = (words: string) => words.toLowerCase().replaceAll(/[-_\s]/g, "");

/** The command whose name or alias the first words spell; three words are tried before two and one. */
function findCommand(
  words: readonly string[],
  commands: readonly Command[],
): { command: Command; length: number } | undefined {
  for (const length of [3, 2, 1]) {
    if (words.length < length) continue;
    const asked = tidy(words.slice(0, length).join(""));
    const command = commands.find(({ name, aliases }) =>
      [name, ...aliases].some((known) => tidy(known) === asked),
    );
    if (command) return { command, length };
  }
  return undefined;
}

function readArguments(command: Command, words: readonly string[]): ParsedLine {
  const given: Record<string, unknown> = {};
  const plain: string[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const flag = word.match(/^--([a-z][a-z-]*)(?:=(.*))?$/is);
    if (!flag) {
      plain.push(word);
      continue;
    }
    const name = argumentNamed(command, flag[1] as string);
    if (!name) {
      const flags = flagsOf(command).map((known) => `--${known}`);
      const problem = `there is no --${flag[1]} here; ${flags.length > 0 ? `it knows ${flags.join(", ")}` : "it takes no flags"}`;
      return { kind: "bad-arguments", command, problem };
    }
    if (isSwitch(command, name)) given[name] = flag[2] !== "no" && flag[2] !== "false";
    else given[name] = flag[2] ?? left.shift();
    if (given[name] === undefined || given[name] === "") {
      const problem = `--${flag[1]} needs a value`;
      return { kind: "bad-arguments", command, problem };
    }
  }
  placeWords(command, plain, given);
  if (plain.length > 0 && command.positionals.length === 0) {
    return { kind: "bad-arguments", command, problem: `it takes no "${plain[0]}"` };
  }
  const parsed = command.args.safeParse(given);
  if (parsed.success) return { kind: "command", command, args: parsed.data };
  const [issue] = parsed.error.issues;
  const missing = issue && given[String(issue.path[0])] === undefined;
  const problem = missing
    ? `${String(issue.path[0])} is missing`
    : `${String(issue?.path[0])}: ${issue?.message}`;
  return { kind: "bad-arguments", command, problem };
}

function placeWords(command: Command, plain: string[], given: Record<string, unknown>): void {
  const places = command.positionals.filter((name) => given[name] === undefined);
  if (places.length === 2 && plain.length > 2 && /^(->|→|=>|to)$/.test(plain[1] as string)) {
    plain.splice(1, 1);
  }
  for (const [place, name] of places.entries()) {
    const last = place === places.length - 1;
    const words = last ? plain.slice(place) : plain.slice(place, place + 1);
    if (words.length > 0) given[name] = words.join(" ");
  }
}

/** The arguments that are given as `--flags`. */
function flagsOf(command: Command): string[] {
  return Object.keys(command.args.shape).filter((name) => !command.positionals.includes(name));
}

function argumentNamed(command: Command, flag: string): string | undefined {
  return Object.keys(command.args.shape).find((name) => tidy(name) === tidy(flag));
}

function isSwitch(command: Command, name: string): boolean {
  let schema: unknown = command.args.shape[name];
  while (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    schema = schema.unwrap();
  }
  return schema instanceof z.ZodBoolean;
}

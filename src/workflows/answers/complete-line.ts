import { perSnapshot } from "../../analysis/per-snapshot.ts";
import { resolveName } from "../../analysis/resolve-name.ts";
import { nameOf, type Component } from "../../model/component.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Completion } from "../../ports/chat.ts";
import type { Command } from "../../ports/command.ts";
import { parseCommandLine, quoted, wordsOf } from "./parse-command-line.ts";

const LIMIT = 8;

/**
 * What could follow the typed text: commands first, then names of components.
 *
 * Names that start like the typed word come before those that only resemble it. A name that several components
 * share is offered as full ids.
 */
export function completeLine(
  line: string,
  commands: readonly Command[],
  snapshot: Snapshot,
): readonly Completion[] {
  const words = wordsOf(line);
  const typing = /\s$/.test(line) || words.length === 0 ? "" : (words.pop() ?? "");
  const head = words.map(quoted).join(" ");
  if (head === "") return commandsLike(typing, commands);
  const parsed = parseCommandLine(head, commands);
  const command =
    parsed.kind === "unknown-command" || parsed.kind === "empty" ? undefined : parsed.command;
  if (!command || command.positionals.length === 0) return [];
  if (command.name === "help") {
    return commandsLike(typing, commands).map((found) => ({
      ...found,
      line: `${head} ${found.line.trim()}`,
    }));
  }
  return namesLike(typing, snapshot).map(({ name, hint }) => ({
    line: `${head} ${quoted(name)}`,
    label: name,
    hint,
  }));
}

function commandsLike(typing: string, commands: readonly Command[]): Completion[] {
  const asked = typing.toLowerCase().replaceAll(/[-_]/g, "");
  return commands
    .filter(({ name, aliases }) =>
      [name, ...aliases].some((word) => word.replaceAll("-", "").startsWith(asked)),
    )
    .map(({ name, summary, positionals }) => ({
      line: positionals.length > 0 ? `${name} ` : name,
      label: name,
      hint: summary,
    }));
}

function namesLike(typing: string, snapshot: Snapshot): { name: string; hint: string }[] {
  const asked = typing.toLowerCase();
  const starting = snapshot.components
    .filter(({ id }) => nameOf(id).startsWith(asked) || (asked && id.startsWith(asked)))
    .slice(0, LIMIT);
  const offered = starting.length > 0 || asked === "" ? starting : namesNear(typing, snapshot);
  const bearers = bearersOf(snapshot);
  return offered.map(({ id, kind }) => ({
    name: (bearers.get(nameOf(id)) ?? 0) > 1 ? id : nameOf(id),
    hint: kind,
  }));
}

function namesNear(typing: string, snapshot: Snapshot): readonly Component[] {
  const found = resolveName(snapshot, typing);
  if (found.kind === "known") return [found.component];
  return (found.kind === "ambiguous" ? found.candidates : found.similar).slice(0, LIMIT);
}

/** How many components share a name; counted once per map, for people type fast. */
const bearersOf = perSnapshot(({ components }: Snapshot) => {
  const bearers = new Map<string, number>();
  for (const { id } of components) bearers.set(nameOf(id), (bearers.get(nameOf(id)) ?? 0) + 1);
  return bearers;
});

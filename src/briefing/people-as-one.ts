import type { SourceAge } from "../model/impact.ts";
import { isPerson } from "./who-said.ts";

/** The same sources with all people who spoke for themselves as one, `people`: their ids tell a reader nothing. */
export function peopleAsOne(sources: readonly SourceAge[]): SourceAge[] {
  const people = sources.filter(({ source }) => isPerson(source));
  const rest = sources.filter(({ source }) => !isPerson(source));
  if (people.length === 0) return rest;
  const facts = people.reduce((sum, one) => sum + one.facts, 0);
  const lastSeen = Math.max(...people.map((one) => one.lastSeen));
  return [...rest, { source: "people", facts, lastSeen }];
}

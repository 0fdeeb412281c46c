import type { Person } from "../model/person.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import type { Team } from "../model/team.ts";
import { perSnapshot } from "./per-snapshot.ts";

/**
 * The ids of the teams that somebody belongs to: a group of the chat counts for each team whose id, name or chat channel is
 * called like it.
 *
 * Case, spaces, dashes, underscores, `@` and `#` make no difference; anything else does. A team that is known only as an
 * owner counts by its id.
 */
export function teamsOf({ groups = [] }: Pick<Person, "groups">, snapshot: Snapshot): Set<string> {
  const named = teamsByName(snapshot);
  return new Set(groups.flatMap((group) => [...(named.get(tidy(group)) ?? [])]));
}

const teamsByName = perSnapshot(({ teams, ownerships }: Snapshot) => {
  const named = new Map<string, Set<Team["id"]>>();
  const name = (word: string | undefined, team: Team["id"]) => {
    const key = tidy(word ?? "");
    // A name of signs alone would make everybody in such a group an owner.
    if (key === "") return;
    const known = named.get(key);
    if (known) known.add(team);
    else named.set(key, new Set([team]));
  };
  for (const { id, name: words, channel } of teams) {
    for (const word of [id, words, channel]) name(word, id);
  }
  for (const id of new Set(ownerships.map(({ team }) => team))) name(id, id);
  return named;
});

function tidy(name: string): string {
  return name.toLowerCase().replaceAll(/[\s\-_@#]/g, "");
}

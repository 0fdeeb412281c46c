import type { ComponentId } from "../model/component.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import type { Team } from "../model/team.ts";
import { mostUsed } from "./most-used.ts";
import { perSnapshot } from "./per-snapshot.ts";

/** What any of these teams is said to own, the most used first. Each is named once. */
export function ownedComponents(teams: ReadonlySet<Team["id"]>, snapshot: Snapshot): ComponentId[] {
  const owned = byTeam(snapshot);
  const ids = new Set([...teams].flatMap((team) => owned.get(team) ?? []));
  return mostUsed(snapshot, ids);
}

const byTeam = perSnapshot(({ ownerships, indexOf }: Snapshot) => {
  const owned = new Map<Team["id"], ComponentId[]>();
  for (const { team, component } of ownerships) {
    if (!indexOf.has(component)) continue;
    const known = owned.get(team);
    if (known) known.push(component);
    else owned.set(team, [component]);
  }
  return owned;
});

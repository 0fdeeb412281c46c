import type { ComponentId } from "../model/component.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import type { Team } from "../model/team.ts";
import { perSnapshot } from "./per-snapshot.ts";
import { placeOf } from "./place-of.ts";

const DAY_MS = 86_400_000;
/** People change teams; a claim that nobody has repeated for so long is shown with a warning. */
export const STALE_AFTER_MS = 90 * DAY_MS;

/** A team that somebody calls the owner. */
export interface Owner {
  /** Only id and name where the map knows no more of the team. */
  readonly team: Team;
  readonly sources: readonly string[];
  /** Epoch milliseconds. */
  readonly lastSeen: number;
  /** How long nobody has said so. */
  readonly ageMs: number;
  readonly isStale: boolean;
}

/** Who answers for one component. */
export interface Owners {
  readonly component: ComponentId;
  /** Fresh claims before stale ones, more sources before fewer, then the latest first. */
  readonly owners: readonly Owner[];
  /** Two or more teams are named: somebody has to say which. */
  readonly disagree: boolean;
}

/**
 * Says which teams answer for a component, on whose word, and how old that word is. No owner gives an empty list.
 *
 * Throws `unknown-component`.
 */
export function owners(snapshot: Snapshot, id: ComponentId): Owners {
  placeOf(snapshot, id);
  const { byComponent, teams } = index(snapshot);
  const found = (byComponent.get(id) ?? []).map(({ team, sources, lastSeen }): Owner => {
    const ageMs = Math.max(0, snapshot.asOf - lastSeen);
    const known = teams.get(team) ?? { id: team, name: team };
    return { team: known, sources, lastSeen, ageMs, isStale: ageMs > STALE_AFTER_MS };
  });
  return { component: id, owners: found.toSorted(bySureness), disagree: found.length > 1 };
}

function bySureness(a: Owner, b: Owner): number {
  return (
    Number(a.isStale) - Number(b.isStale) ||
    b.sources.length - a.sources.length ||
    b.lastSeen - a.lastSeen ||
    (a.team.id < b.team.id ? -1 : 1)
  );
}

const index = perSnapshot(({ ownerships, teams }: Snapshot) => ({
  byComponent: Map.groupBy(ownerships, ({ component }) => component),
  teams: new Map(teams.map((team) => [team.id, team])),
}));

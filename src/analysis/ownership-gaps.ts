import type { ComponentId } from "../model/component.ts";
import type { Snapshot } from "../model/snapshot/snapshot.ts";
import { mostUsed } from "./most-used.ts";
import { STALE_AFTER_MS } from "./owners.ts";
import { perSnapshot } from "./per-snapshot.ts";

/** Where nobody can be called with confidence. */
export interface OwnershipGaps {
  /** Components that nobody is said to own, the most used first. */
  readonly withoutOwner: readonly ComponentId[];
  /** Components whose owner nobody has confirmed for 90 days, the most used first. */
  readonly stale: readonly StaleOwner[];
}

/** A component with the last word on who owns it. */
interface StaleOwner {
  readonly component: ComponentId;
  readonly teams: readonly string[];
  /** Epoch milliseconds. */
  readonly lastSeen: number;
}

/**
 * Says which components have no owner, and which one that may have changed since somebody said so.
 *
 * A component with one fresh claim is in neither list. Worked out once for each snapshot.
 */
export const ownershipGaps = perSnapshot((snapshot: Snapshot): OwnershipGaps => {
  const { components, ownerships, asOf, teams } = snapshot;
  const last = new Map<ComponentId, { teams: string[]; lastSeen: number }>();
  for (const { component, team, lastSeen } of ownerships) {
    const known = last.get(component);
    if (!known) last.set(component, { teams: [team], lastSeen });
    else {
      known.teams.push(team);
      known.lastSeen = Math.max(known.lastSeen, lastSeen);
    }
  }
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  const withoutOwner = components.filter(({ id }) => !last.has(id)).map(({ id }) => id);
  const stale = components
    .filter(({ id }) => asOf - (last.get(id)?.lastSeen ?? asOf) > STALE_AFTER_MS)
    .map(({ id }) => id);
  return {
    withoutOwner: mostUsed(snapshot, withoutOwner),
    stale: mostUsed(snapshot, stale).map((component) => {
      const { teams: ids = [], lastSeen = 0 } = last.get(component) ?? {};
      return { component, teams: ids.map((id) => names.get(id) ?? id), lastSeen };
    }),
  };
});

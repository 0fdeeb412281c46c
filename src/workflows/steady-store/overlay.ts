import type { IncidentRecord } from "../../model/incident.ts";
import { decided, type Proposal } from "../../model/proposal.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { SteadyWrite } from "./writes.ts";

type IncidentFilter = Parameters<GraphStore["incidents"]>[0];

/** What proposals and incidents will be once the owed writes are in. */
export interface Overlay {
  /** The write with that id in the journal comes on top. `known` is the proposal before it. */
  lay(id: number, write: SteadyWrite, known: Proposal | undefined): void;
  /** The write is in, or was refused; `standing` is what the store now says of its proposal. */
  lift(id: number, standing: Proposal | undefined): void;
  /** The ids of the writes that lie on top. */
  ids(): readonly number[];
  proposal(id: string): Proposal | undefined;
  incident(id: string): IncidentRecord | undefined;
  /** The list as it will be. A page that is not the first gets no additions. */
  proposals(
    state: Proposal["state"],
    known: Iterable<Proposal>,
    isFirstPage: boolean,
  ): readonly Proposal[];
  incidents(filter: IncidentFilter, known: Iterable<IncidentRecord>): readonly IncidentRecord[];
}

interface Laid<Value> {
  readonly ids: Set<number>;
  value: Value;
}

/** An overlay that changes nothing yet. */
export function createOverlay(): Overlay {
  const proposals = new Map<string, Laid<Proposal>>();
  const incidents = new Map<string, Laid<IncidentRecord>>();

  return {
    lay(id, write, known) {
      if (write.kind === "incident") put(incidents, write.record.incident.id, id, write.record);
      const after = proposalAfter(write, known);
      if (after) put(proposals, after.id, id, after);
    },
    lift(id, standing) {
      for (const [key, laid] of proposals) {
        if (!laid.ids.delete(id)) continue;
        if (laid.ids.size === 0) proposals.delete(key);
        else if (standing && standing.state !== "open") laid.value = standing;
      }
      for (const [key, { ids }] of incidents) {
        if (ids.delete(id) && ids.size === 0) incidents.delete(key);
      }
    },
    ids: () => [...proposals.values(), ...incidents.values()].flatMap(({ ids }) => [...ids]),
    proposal: (id) => proposals.get(id)?.value,
    incident: (id) => incidents.get(id)?.value,
    proposals(state, known, isFirstPage) {
      const all = new Map([...known].map((one) => [one.id, one]));
      for (const [id, { value }] of proposals) if (isFirstPage || all.has(id)) all.set(id, value);
      return [...all.values()]
        .filter((one) => one.state === state)
        .toSorted((a, b) => b.proposedAt - a.proposedAt || (a.id < b.id ? 1 : -1));
    },
    incidents({ open, limit, after }, known) {
      const all = new Map([...known].map((one) => [one.incident.id, one]));
      for (const [id, { value }] of incidents) all.set(id, value);
      return [...all.values()]
        .filter(({ incident }) => open === undefined || open === (incident.status !== "resolved"))
        .filter(({ incident }) => !after || newestFirst(after, incident) < 0)
        .toSorted((a, b) => newestFirst(a.incident, b.incident))
        .slice(0, limit);
    },
  };
}

function put<Value>(map: Map<string, Laid<Value>>, key: string, id: number, value: Value): void {
  const ids = map.get(key)?.ids ?? new Set();
  map.set(key, { ids: ids.add(id), value });
}

function proposalAfter(write: SteadyWrite, known: Proposal | undefined): Proposal | undefined {
  switch (write.kind) {
    case "propose":
      return known ?? write.proposal;
    case "revise":
      return known && known.state !== "open" ? known : write.proposal;
    case "decide":
      if (known?.state !== "open") return known;
      return { ...decided(known, write.decision), kept: true };
    case "say":
    case "incident":
      return undefined;
  }
}

type Opened = Pick<IncidentRecord["incident"], "openedAt" | "id">;

function newestFirst(a: Opened, b: Opened): number {
  return b.openedAt - a.openedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

import { isDeepStrictEqual } from "node:util";
import type { IncidentRecord } from "../../model/incident.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { OwedWrites } from "../../ports/journal.ts";
import { pack, unpack } from "./writes.ts";

/** What was last seen of the store's proposals and incidents, for while it is away. */
export interface LastCopy {
  /** `false` until anything was read in full: then nothing can be said of what there is. */
  isThere(): boolean;
  sawProposal(proposal: Proposal): void;
  sawIncident(record: IncidentRecord): void;
  /** These proposals are all that are open. */
  sawAll(open: readonly Proposal[], records: readonly IncidentRecord[]): void;
  proposals(): Iterable<Proposal>;
  proposal(id: string): Proposal | undefined;
  incidents(): Iterable<IncidentRecord>;
  incident(id: string): IncidentRecord | undefined;
  /** Reads what an earlier process saved; what was seen since wins. */
  load(): Promise<void>;
  /** Writes it to the journal, if it is otherwise than there. */
  save(): Promise<void>;
}

interface Saved {
  readonly proposals: readonly Proposal[];
  readonly incidents: readonly IncidentRecord[];
}

const NAME = "proposals and incidents";
/** More than that nobody looks at while the store is away. */
const MOST_PROPOSALS = 1000;
const MOST_INCIDENTS = 200;

/** An empty copy. */
export function createLastCopy(journal: Pick<OwedWrites, "keepCopy" | "lastCopy">): LastCopy {
  const proposals = new Map<string, Proposal>();
  const incidents = new Map<string, IncidentRecord>();
  let isThere = false;
  let isNew = false;

  function sawProposal(proposal: Proposal): void {
    isNew = put(proposals, proposal.id, proposal, MOST_PROPOSALS) || isNew;
  }

  function sawIncident(record: IncidentRecord): void {
    isNew = put(incidents, record.incident.id, record, MOST_INCIDENTS) || isNew;
  }

  return {
    isThere: () => isThere,
    sawProposal,
    sawIncident,
    sawAll(open, records) {
      isNew ||= !isThere;
      isThere = true;
      const stillOpen = new Set(open.map(({ id }) => id));
      for (const { id, state } of proposals.values()) {
        if (state === "open" && !stillOpen.has(id)) isNew = proposals.delete(id);
      }
      for (const proposal of open) sawProposal(proposal);
      for (const record of records) sawIncident(record);
    },
    proposals: () => proposals.values(),
    proposal: (id) => proposals.get(id),
    incidents: () => incidents.values(),
    incident: (id) => incidents.get(id),
    async load() {
      const bytes = await journal.lastCopy(NAME);
      if (!bytes) return;
      const last = (await unpack(bytes)) as Saved;
      isThere = true;
      for (const one of last.proposals) if (!proposals.has(one.id)) proposals.set(one.id, one);
      for (const one of last.incidents) {
        if (!incidents.has(one.incident.id)) incidents.set(one.incident.id, one);
      }
    },
    async save() {
      if (!isThere || !isNew) return;
      const all: Saved = {
        proposals: [...proposals.values()],
        incidents: [...incidents.values()],
      };
      isNew = false;
      try {
        await journal.keepCopy(NAME, await pack(all));
      } catch (fault) {
        isNew = true;
        throw fault;
      }
    },
  };
}

/** Puts it last, and says whether it is new; what was not seen for longest goes when there are too many. */
function put<Value>(map: Map<string, Value>, id: string, value: Value, most: number): boolean {
  const isNew = !isDeepStrictEqual(map.get(id), value);
  map.delete(id);
  map.set(id, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
  return isNew;
}

import type { ComponentId } from "../model/component.ts";
import {
  COUPLINGS,
  STRENGTHS,
  type ComponentIndex,
  type Snapshot,
} from "../model/snapshot/snapshot.ts";
import type { PictureCast } from "./picture-cast.ts";

/** One arrow of the picture. */
export interface PictureEdge {
  readonly consumer: ComponentId;
  readonly provider: ComponentId;
  /** `chain`: how harm came; `other`: a further dependency between two who are shown. */
  readonly role: "chain" | "other" | "fallback" | "starved";
  /** What stands at it; empty for a plain call. */
  readonly words: string;
  /** Over how many ranks it reaches: a crowd is spread over several, so that it does not stand in one tall line. */
  readonly length: number;
}

/** As many as this fit in one rank. */
const RANK = 7;

/**
 * The arrows between those who are shown: every chain, every fallback, and further dependencies while they are few.
 *
 * Beyond half as many as there are components, further dependencies would be a hairball; none of them is drawn then.
 */
export function pictureEdges(snapshot: Snapshot, cast: PictureCast): readonly PictureEdge[] {
  const edges = new Map<string, PictureEdge>();
  const put = (edge: Omit<PictureEdge, "words" | "length"> & Partial<PictureEdge>) => {
    const key = JSON.stringify([edge.consumer, edge.provider]);
    const words = edge.words ?? couplingWords(snapshot, edge.consumer, edge.provider);
    if (!edges.has(key)) edges.set(key, { length: 1, ...edge, words });
  };
  for (const { component, chain } of cast.hits) {
    const provider = chain[1];
    if (provider !== undefined) put({ consumer: component, provider, role: "chain" });
  }
  for (const { component, runsOn } of cast.hits) {
    const isShown = runsOn !== undefined && cast.fallbacks.includes(runsOn);
    if (isShown) put({ consumer: component, provider: runsOn, role: "fallback", words: "runs on" });
  }
  for (const { component, quietConsumers } of cast.starved) {
    const consumer = quietConsumers.find((id) => isShownHarmed(cast, id));
    if (consumer !== undefined) put({ consumer, provider: component, role: "starved", words: "" });
  }
  const drawn = spread([...edges.values()]);
  const others = otherEdges(snapshot, cast).filter(
    ({ consumer, provider }) => !edges.has(JSON.stringify([consumer, provider])),
  );
  const people = cast.origins.length + cast.hits.length;
  return others.length * 2 > people ? drawn : [...drawn, ...others];
}

function isShownHarmed({ origins, hits }: PictureCast, id: ComponentId): boolean {
  return origins.includes(id) || hits.some(({ component }) => component === id);
}

/** Moves part of a crowd around one provider to further ranks; only those on whom nobody else hangs. */
function spread(edges: readonly PictureEdge[]): PictureEdge[] {
  const providers = new Set(edges.map(({ provider }) => provider));
  const crowds = Map.groupBy(
    edges.filter(({ consumer, role }) => role === "chain" && !providers.has(consumer)),
    ({ provider }) => provider,
  );
  const lengths = new Map<PictureEdge, number>();
  for (const crowd of crowds.values()) {
    const ranks = Math.ceil(crowd.length / RANK);
    for (const [place, edge] of crowd.entries()) lengths.set(edge, 1 + (place % ranks));
  }
  return edges.map((edge) => ({ ...edge, length: lengths.get(edge) ?? 1 }));
}

function otherEdges(snapshot: Snapshot, cast: PictureCast): PictureEdge[] {
  const shown = [...cast.origins, ...cast.hits.map(({ component }) => component)];
  const indices = new Set(shown.map((id) => snapshot.indexOf.get(id) as ComponentIndex));
  const found = new Map<string, PictureEdge>();
  for (const at of indices) {
    const end = snapshot.firstNeed[at + 1] as number;
    for (let place = snapshot.firstNeed[at] as number; place < end; place += 1) {
      const dependency = snapshot.needs[place] as number;
      const provider = snapshot.provider[dependency] as number;
      const harmless = STRENGTHS[snapshot.strength[dependency] as number] === "none";
      if (harmless || provider === at || !indices.has(provider)) continue;
      const ends = { consumer: idAt(snapshot, at), provider: idAt(snapshot, provider) };
      found.set(`${at} ${provider}`, { ...ends, role: "other", words: "", length: 1 });
    }
  }
  return [...found.values()];
}

/** The couplings between two, unless one of them is a plain call. */
function couplingWords(snapshot: Snapshot, consumer: ComponentId, provider: ComponentId): string {
  const at = snapshot.indexOf.get(consumer);
  const to = snapshot.indexOf.get(provider);
  if (at === undefined || to === undefined) return "";
  const couplings = new Set<string>();
  const end = snapshot.firstNeed[at + 1] as number;
  for (let place = snapshot.firstNeed[at] as number; place < end; place += 1) {
    const dependency = snapshot.needs[place] as number;
    if (snapshot.provider[dependency] !== to) continue;
    if (STRENGTHS[snapshot.strength[dependency] as number] === "none") continue;
    couplings.add(COUPLINGS[snapshot.coupling[dependency] as number] as string);
  }
  return couplings.has("call") ? "" : [...couplings].toSorted().join(", ");
}

function idAt({ components }: Snapshot, index: ComponentIndex): ComponentId {
  return components[index]?.id as ComponentId;
}

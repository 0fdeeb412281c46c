import type { Claim, Learned, SourceType } from "../../../src/model/assertion.ts";
import type { DependencyTraits } from "../../../src/model/dependency.ts";
import type { Proposal } from "../../../src/model/proposal.ts";
import type { Snapshot } from "../../../src/model/snapshot/snapshot.ts";
import type { Page, Saying } from "../../../src/ports/graph-store.ts";
import { dependencyOf, idOf } from "../../support/graph-of.ts";

/** The moment at which test sayings are said, unless they say otherwise. */
export const NOW = Date.UTC(2026, 2, 2, 3);
export const DAY_MS = 24 * 60 * 60 * 1000;

/** A claim read from an arrow, such as `cart -> ledger`. */
export function dependency(
  arrow: string,
  more: DependencyTraits & {
    confidence?: number;
    evidence?: string[];
    learned?: Learned;
    strength?: "hard" | "soft";
  } = {},
): Claim {
  const { consumer, provider, coupling } = dependencyOf(arrow);
  const { confidence = 0.8, evidence = [`${arrow}.yaml:1`], learned, ...traits } = more;
  return {
    fact: { type: "dependency", dependency: { consumer, provider, coupling, ...traits } },
    confidence,
    evidence,
    ...(learned ? { learned } : {}),
  };
}

/** The claim that `a -> b` is gone; with `"*"` whatever the coupling. */
export function denial(arrow: string, which?: "*"): Claim {
  const { consumer, provider, coupling } = dependencyOf(arrow);
  return {
    fact: { type: "no-dependency", consumer, provider, ...(which ? {} : { coupling }) },
    confidence: 1,
    evidence: [],
  };
}

/** A claim that a component is there. */
export function component(
  name: string,
  more: { aliases?: string[]; description?: string } = {},
): Claim {
  return {
    fact: {
      type: "component",
      component: {
        id: idOf(name),
        kind: "datastore",
        aliases: [],
        pagerdutyServiceIds: [],
        ...more,
      },
    },
    confidence: 0.9,
    evidence: [],
  };
}

/** `count` different claims. */
export function manyDependencies(count: number): Claim[] {
  return Array.from({ length: count }, (_, place) => dependency(`part-${place} -> ledger`));
}

/** What a source says, such as `import:kubernetes`. */
export function saying(
  source: `${SourceType}:${string}`,
  claims: readonly Claim[],
  more: Partial<Saying> = {},
): Saying {
  const [type, name] = source.split(":") as [SourceType, string];
  return { source: { name, type }, at: NOW, claims, complete: false, actor: source, ...more };
}

/** An open proposal to add `cart -> rates`. */
export function proposal(id: string, more: Partial<Proposal> = {}): Proposal {
  return {
    id,
    change: "add",
    consumer: { id: idOf("cart") },
    provider: { id: idOf("rates") },
    coupling: "call",
    confidence: 0.7,
    quote: "cart asks rates for every price",
    author: "ines",
    proposer: "omar",
    proposedAt: NOW,
    remarks: [],
    state: "open",
    ...more,
  };
}

/** Everything in a snapshot but when it was read, as plain data. */
export function contentsOf(snapshot: Snapshot): object {
  const { components, teams, ownerships, journeys, sources } = snapshot;
  return {
    components,
    dependencies: dependenciesOf(snapshot),
    teams,
    ownerships,
    journeys,
    sources,
  };
}

export function dependenciesOf(snapshot: Snapshot) {
  return Array.from(snapshot.consumer, (_, index) => snapshot.dependency(index));
}

/** All pages of a list, and how many there were. */
export async function allPages<Item>(
  page: (after: string | undefined) => Promise<Page<Item>>,
): Promise<{ items: Item[]; pages: number }> {
  const items: Item[] = [];
  let pages = 0;
  for (let after: string | undefined; ;) {
    const { items: more, next } = await page(after);
    items.push(...more);
    pages += 1;
    if (next === undefined) return { items, pages };
    after = next;
  }
}

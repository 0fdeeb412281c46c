import type { ComponentId } from "../model/component.ts";
import type { ChainLink } from "../model/impact.ts";
import type { ComponentIndex, DependencyIndex, Snapshot } from "../model/snapshot/snapshot.ts";
import { placeOf } from "./place-of.ts";
import { pairOf, shortestChain } from "./shortest-chain.ts";

/** One reason why a component depends on another. */
export interface Chain {
  /** From the consumer to the provider. */
  readonly links: readonly ChainLink[];
  /** That of the weakest link, 0 to 1. */
  readonly confidence: number;
}

/** Why one component depends on another, or that it does not. */
export type Path =
  /** Shortest first; equally short ones by confidence. */
  | { readonly kind: "chains"; readonly chains: readonly Chain[] }
  /** Not in the direction that was asked, but in the other: these are the chains of that. */
  | { readonly kind: "reversed"; readonly chains: readonly Chain[] }
  | { readonly kind: "none" }
  | { readonly kind: "same" };

/**
 * Says why one component depends on another: the shortest chain and up to `limit` in all.
 *
 * Two chains differ in their components; of several couplings between two neighbours the surest is named. No chain
 * meets a component twice. Throws `unknown-component`.
 *
 * @example
 * ```ts
 * const map = graphOf("web -> checkout", "checkout -> ledger");
 * [path(map, idOf("web"), idOf("ledger")).kind, path(map, idOf("ledger"), idOf("web")).kind];
 * // => ["chains", "reversed"]
 * ```
 */
export function path(
  snapshot: Snapshot,
  consumer: ComponentId,
  provider: ComponentId,
  limit = 3,
): Path {
  const [asked, other] = [placeOf(snapshot, consumer), placeOf(snapshot, provider)];
  if (asked === other) return { kind: "same" };
  const chains = shortestChains(snapshot, asked, other, limit);
  if (chains.length > 0) return { kind: "chains", chains: chains.map(describe) };
  const reversed = shortestChains(snapshot, other, asked, limit);
  if (reversed.length > 0) return { kind: "reversed", chains: reversed.map(describe) };
  return { kind: "none" };

  function describe(dependencies: readonly DependencyIndex[]): Chain {
    const links = dependencies.map((index) => snapshot.dependency(index));
    return { links, confidence: Math.min(...links.map(({ confidence }) => confidence)) };
  }
}

/**
 * The `limit` shortest chains without a circle, by Yen's method: each further one leaves a known one somewhere.
 *
 * [Reference]: https://en.wikipedia.org/wiki/Yen%27s_algorithm
 */
function shortestChains(
  snapshot: Snapshot,
  consumer: ComponentIndex,
  provider: ComponentIndex,
  limit: number,
): DependencyIndex[][] {
  const { consumer: consumerOf, provider: providerOf } = snapshot;
  const nothing = { components: new Set<number>(), pairs: new Set<string>() };
  const shortest = shortestChain(snapshot, consumer, provider, nothing);
  const found = shortest && limit > 0 ? [shortest] : [];
  const possible = new Map<string, DependencyIndex[]>();

  while (found.length > 0 && found.length < limit) {
    const last = found.at(-1) as DependencyIndex[];
    for (const [place, dependency] of last.entries()) {
      const start = last.slice(0, place);
      const leaving = found.filter((chain) => start.every((each, at) => chain[at] === each));
      const pairs = leaving.flatMap((chain) => {
        const next = chain[place];
        return next === undefined
          ? []
          : [pairOf(consumerOf[next] as number, providerOf[next] as number)];
      });
      const components = new Set(start.map((each) => consumerOf[each] as number));
      const spur = consumerOf[dependency] as number;
      const rest = shortestChain(snapshot, spur, provider, { components, pairs: new Set(pairs) });
      if (rest) possible.set([...start, ...rest].join(" "), [...start, ...rest]);
    }
    for (const chain of found) possible.delete(chain.join(" "));
    const [best] = [...possible.values()].toSorted((a, b) => byLength(snapshot, a, b));
    if (!best) break;
    found.push(best);
  }
  return found;
}

function byLength({ confidence }: Snapshot, a: DependencyIndex[], b: DependencyIndex[]): number {
  const weakest = (chain: DependencyIndex[]) =>
    Math.min(...chain.map((dependency) => confidence[dependency] as number));
  return a.length - b.length || weakest(b) - weakest(a) || (a.join(" ") < b.join(" ") ? -1 : 1);
}

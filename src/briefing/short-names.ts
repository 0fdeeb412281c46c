import { nameOf, type ComponentId } from "../model/component.ts";

/**
 * How to call these components in one message: by name, and with the parts in front where two share a name.
 *
 * @example
 * ```ts
 * const name = shortNames(["prod/shop/db", "prod/billing/db", "prod/shop/cart"]);
 * ["prod/shop/db", "prod/shop/cart"].map(name);
 * // => ["shop/db", "cart"]
 * ```
 */
export function shortNames(ids: Iterable<ComponentId>): (id: ComponentId) => string {
  const all = new Set(ids);
  const spelled = [nameOf, withNamespace].map((spell) => tally([...all].map(spell)));
  return (id) => {
    if ((spelled[0]?.get(nameOf(id)) ?? 0) <= 1) return nameOf(id);
    return (spelled[1]?.get(withNamespace(id)) ?? 0) <= 1 ? withNamespace(id) : id;
  };
}

function withNamespace(id: ComponentId): string {
  return id.split("/").slice(1).join("/");
}

function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

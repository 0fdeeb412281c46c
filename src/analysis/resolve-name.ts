import Fuse from "fuse.js";
import { nameOf, type Component } from "../model/component.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot/snapshot.ts";
import { perSnapshot } from "./per-snapshot.ts";

/** What a name that somebody typed stands for. */
export type ResolvedName =
  | { readonly kind: "known"; readonly component: Component }
  /** `similar`: at most three, the nearest first; none when nothing is near. */
  | {
      readonly kind: "unknown";
      readonly asked: string;
      readonly similar: readonly Component[];
    }
  /** `candidates`: all that the name may mean, by id. */
  | {
      readonly kind: "ambiguous";
      readonly asked: string;
      readonly candidates: readonly Component[];
    };

/**
 * Finds the component that a person means by an id, a name, `namespace/name` or an alias.
 *
 * Case, dashes, underscores and white space are forgiven, nothing else: part of a name is not a name. What fits
 * as it was typed wins over what fits when forgiven, and a name over an alias. The first answer for a snapshot
 * costs O(V); an unknown name is compared with all.
 *
 * @example
 * ```ts
 * const map = graphOf("checkout -> redis-cart");
 * ["Redis Cart", "redis"].map((asked) => resolveName(map, asked).kind);
 * // => ["known", "unknown"]
 * ```
 */
export function resolveName(snapshot: Snapshot, asked: string): ResolvedName {
  const typed = asked.trim().toLowerCase();
  const exact = snapshot.indexOf.get(asked.trim()) ?? snapshot.indexOf.get(typed);
  if (exact !== undefined) return { kind: "known", component: componentAt(snapshot, exact) };

  const possible = candidatesFor(snapshot, forgiven(typed));
  for (const fits of FITS) {
    const fitting = possible.filter((component) => fits(component, typed));
    const [only] = fitting;
    if (only && fitting.length === 1) return { kind: "known", component: only };
    if (only) {
      return {
        kind: "ambiguous",
        asked,
        candidates: fitting.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      };
    }
  }
  return { kind: "unknown", asked, similar: nearest(snapshot, typed) };
}

type Fits = (component: Component, typed: string) => boolean;

/** The ways in which a component may bear a name, the surest first. */
const FITS: readonly Fits[] = [
  ({ id }, typed) => nameOf(id) === typed || withoutEnvironment(id) === typed,
  ({ aliases }, typed) => aliases.some((alias) => alias.toLowerCase() === typed),
  ({ id }, typed) =>
    [id, withoutEnvironment(id), nameOf(id)].some((name) => forgiven(name) === forgiven(typed)),
  ({ aliases }, typed) => aliases.some((alias) => forgiven(alias) === forgiven(typed)),
];

function candidatesFor(snapshot: Snapshot, asked: string): Component[] {
  const parts = asked.split("/");
  // A name may hold slashes itself, so that `a/b` may be a name as well as a namespace and a name.
  const names = [asked, parts.slice(1).join("/"), parts.slice(2).join("/")];
  const indices = new Set(names.flatMap((name) => byForgivenName(snapshot).get(name) ?? []));
  return [...indices].map((index) => componentAt(snapshot, index));
}

const byForgivenName = perSnapshot(({ components }: Snapshot) => {
  const byName = new Map<string, ComponentIndex[]>();
  for (const [index, { id, aliases }] of components.entries()) {
    for (const name of new Set([nameOf(id), ...aliases].map((each) => forgiven(each)))) {
      const known = byName.get(name);
      if (known) known.push(index);
      else byName.set(name, [index]);
    }
  }
  return byName;
});

function nearest(snapshot: Snapshot, asked: string): Component[] {
  if (asked === "") return [];
  return fuzzyIndex(snapshot)
    .search(asked, { limit: 3 })
    .map(({ item }) => item.component);
}

const fuzzyIndex = perSnapshot(({ components }: Snapshot) => {
  const named = components.map((component) => ({
    component,
    names: [nameOf(component.id), ...component.aliases],
  }));
  return new Fuse(named, { keys: ["names"], threshold: 0.5, ignoreLocation: true });
});

function forgiven(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, "");
}

function withoutEnvironment(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

function componentAt({ components }: Snapshot, index: ComponentIndex): Component {
  return components[index] as Component;
}

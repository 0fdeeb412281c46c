import { componentId, nameOf, type ComponentId } from "../../../model/component.ts";

/** What a written name stands for: an id, or why it stands for nothing. */
export type Named = { readonly id: ComponentId } | { readonly why: string };

/** Where a name is written: it fills what the name leaves out. */
export interface NamePlace {
  readonly environment: string;
  readonly namespace: string;
}

/** The id of `name`, `namespace/name`, or `environment/namespace/name` (and more slashes in the name). */
export function idOfName(text: string, place: NamePlace): Named {
  const parts = text.trim().split("/");
  const [first = "", second = ""] = parts;
  try {
    if (parts.length === 1) return { id: componentId(place.environment, place.namespace, first) };
    if (parts.length === 2) return { id: componentId(place.environment, first, second) };
    return { id: componentId(first, second, parts.slice(2).join("/")) };
  } catch {
    return { why: `\`${text.slice(0, 100)}\` is no name: write name, or namespace/name` };
  }
}

/**
 * The id of a name used in a dependency, given what the estate files declare.
 *
 * A bare name that only another namespace declares is asked about, not guessed. A name that nobody declares
 * is taken as it stands: another source may know it.
 */
export function idOfEnd(text: string, place: NamePlace, declared: ReadonlySet<ComponentId>): Named {
  const named = idOfName(text, place);
  if ("why" in named || declared.has(named.id) || text.includes("/")) return named;
  const elsewhere = byBareName(declared).get(text.trim());
  if (!elsewhere) return named;
  const choices = elsewhere.map((id) => `\`${id.split("/").slice(1).join("/")}\``).slice(0, 5);
  return {
    why: `no \`${text}\` in namespace ${place.namespace}; did you mean ${choices.join(" or ")}?`,
  };
}

const KNOWN = new WeakMap<ReadonlySet<ComponentId>, ReadonlyMap<string, readonly ComponentId[]>>();

/** What is declared, by the name that stands behind environment and namespace; worked out once for each set. */
function byBareName(declared: ReadonlySet<ComponentId>) {
  const known = KNOWN.get(declared) ?? Map.groupBy(declared, nameOf);
  KNOWN.set(declared, known);
  return known;
}

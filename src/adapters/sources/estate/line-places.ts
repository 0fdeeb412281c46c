import { isMap, isScalar, isSeq } from "yaml";

/** Where a part of a document stands, and where its own parts do; a part without parts is its line alone. */
export type Place =
  | number
  | { readonly line: number; readonly keys: ReadonlyMap<string, Place> }
  | { readonly line: number; readonly items: readonly Place[] };

/** A key that stands in one mapping before. */
export interface DoubleKey {
  readonly key: string;
  readonly line: number;
}

/**
 * The lines of all parts of a parsed document: the parser's own tree takes far more memory, and finding a part in
 * it takes as long as a mapping has keys.
 *
 * Of keys that stand twice, the last one counts. Nesting is as deep as the parser allows.
 */
export function linePlaces(
  contents: unknown,
  lineAt: (offset: number) => number,
): { readonly places: Place; readonly doubles: readonly DoubleKey[] } {
  const doubles: DoubleKey[] = [];
  return { places: placeOf(contents, 1, lineAt, doubles), doubles };
}

/** The line of the deepest part of that path that there is. */
export function lineIn(places: Place, path: readonly PropertyKey[]): number {
  let place = places;
  for (const step of path) {
    const inner = partOf(place, step);
    if (inner === undefined) break;
    place = inner;
  }
  return typeof place === "number" ? place : place.line;
}

function partOf(place: Place, step: PropertyKey): Place | undefined {
  if (typeof place === "number") return undefined;
  return "keys" in place ? place.keys.get(String(step)) : place.items[Number(step)];
}

function placeOf(
  node: unknown,
  line: number,
  lineAt: (offset: number) => number,
  doubles: DoubleKey[],
): Place {
  if (isSeq(node)) {
    const items = node.items.map((item) => {
      const offset = (item as { range?: [number, number, number] } | undefined)?.range?.[0];
      return placeOf(item, offset === undefined ? line : lineAt(offset), lineAt, doubles);
    });
    return { line, items };
  }
  if (!isMap(node)) return line;
  const keys = new Map<string, Place>();
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const offset = key.range?.[0];
    const own = offset === undefined ? line : lineAt(offset);
    if (keys.has(name)) doubles.push({ key: name, line: own });
    keys.set(name, placeOf(value, own, lineAt, doubles));
  }
  return { line, keys };
}

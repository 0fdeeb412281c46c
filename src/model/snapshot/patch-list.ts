import { byCodePoint } from "./by-code-point.ts";

/**
 * The list with what changed in it, in the order of its keys; undefined takes an item out.
 *
 * `list` must stand in that order (`byCodePoint`) already. The same list when nothing changed.
 */
export function patchList<Item>(
  list: readonly Item[],
  changes: ReadonlyMap<string, Item | undefined>,
  keyOf: (item: Item) => string,
): readonly Item[] {
  if (changes.size === 0) return list;
  const patched: Item[] = [];
  let from = 0;
  for (const key of [...changes.keys()].toSorted(byCodePoint)) {
    const place = placeIn(list, key, keyOf);
    for (; from < place; from += 1) patched.push(list[from] as Item);
    const known = list[place];
    if (known !== undefined && keyOf(known) === key) from += 1;
    const item = changes.get(key);
    if (item !== undefined) patched.push(item);
  }
  for (; from < list.length; from += 1) patched.push(list[from] as Item);
  return patched;
}

/** The place of the item with this key, or the one at which it would stand. */
export function placeIn<Item>(
  list: readonly Item[],
  key: string,
  keyOf: (item: Item) => string,
): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byCodePoint(keyOf(list[middle] as Item), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

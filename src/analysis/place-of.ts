import type { ComponentId } from "../model/component.ts";
import { DepmapError } from "../model/errors.ts";
import type { ComponentIndex, Snapshot } from "../model/snapshot/snapshot.ts";

/** The place of a component in the snapshot; throws `unknown-component` when it has none. */
export function placeOf({ indexOf }: Snapshot, id: ComponentId): ComponentIndex {
  const index = indexOf.get(id);
  if (index !== undefined) return index;
  throw new DepmapError(
    "unknown-component",
    `the map knows no component ${id}: check the name, or import the map that has it`,
  );
}

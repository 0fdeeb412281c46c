import type { Component, ComponentId } from "../component.ts";
import { patchList, placeIn } from "./patch-list.ts";
import type { ComponentIndex, Snapshot } from "./snapshot-layout.ts";

/** The components after a change, and where those from before stand now. */
export interface PatchedComponents {
  readonly components: readonly Component[];
  readonly indexOf: ReadonlyMap<ComponentId, ComponentIndex>;
  /** By earlier place: the place now, -1 when it is gone. Undefined when all stand where they stood. */
  readonly moved: Int32Array | undefined;
}

/** Puts changed components into their places; places shift only when one comes or goes. */
export function patchComponents(
  last: Pick<Snapshot, "components" | "indexOf">,
  changes: ReadonlyMap<ComponentId, Component | undefined>,
): PatchedComponents {
  const isStill = [...changes].every(([id, component]) => last.indexOf.has(id) === !!component);
  if (isStill) {
    const components = changes.size === 0 ? last.components : [...last.components];
    for (const [id, component] of changes) {
      const index = last.indexOf.get(id);
      if (component && index !== undefined) (components as Component[])[index] = component;
    }
    return { components, indexOf: last.indexOf, moved: undefined };
  }
  const components = patchList(last.components, changes, ({ id }) => id);
  const indexOf = new Map<ComponentId, ComponentIndex>();
  for (let index = 0; index < components.length; index += 1) {
    indexOf.set((components[index] as Component).id, index);
  }
  return { components, indexOf, moved: movedPlaces(last, changes) };
}

/** Every component moves by how many came before it, less how many went. */
function movedPlaces(
  { components, indexOf }: Pick<Snapshot, "components" | "indexOf">,
  changes: ReadonlyMap<ComponentId, Component | undefined>,
): Int32Array {
  const moved = new Int32Array(components.length);
  const shiftFrom = new Int32Array(components.length + 1);
  const add = (place: number, by: number) => {
    shiftFrom[place] = (shiftFrom[place] as number) + by;
  };
  const gone: ComponentIndex[] = [];
  for (const [id, component] of changes) {
    const index = indexOf.get(id);
    if (index === undefined && component) add(placeIn(components, id, idOf), 1);
    if (index !== undefined && !component) {
      add(index + 1, -1);
      gone.push(index);
    }
  }
  let shift = 0;
  for (let index = 0; index < moved.length; index += 1) {
    shift += shiftFrom[index] as number;
    moved[index] = index + shift;
  }
  for (const index of gone) moved[index] = -1;
  return moved;
}

function idOf({ id }: Component): ComponentId {
  return id;
}

import type { RenderTools } from "../../../src/adapters/chat/slack/render/render-tools.ts";
import type { Action } from "../../../src/model/reply.ts";

/** A box that remembers what it was given, and pictures that are there or not. */
export interface KeptActions extends RenderTools {
  /** By opaque id. */
  readonly kept: ReadonlyMap<string, Action>;
}

/** Opaque ids as the journal's box makes them: 22 characters that say nothing. */
export function keptActions(fileOf: RenderTools["fileOf"] = () => undefined): KeptActions {
  const kept = new Map<string, Action>();
  return {
    kept,
    fileOf,
    keep: (action) => {
      const id = `id_${kept.size}-`.padEnd(22, "x");
      kept.set(id, action);
      return Promise.resolve(id);
    },
  };
}

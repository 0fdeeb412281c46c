import type { Action, Block } from "../../../../model/reply.ts";

/** What drawing a reply needs from outside. */
export interface RenderTools {
  /** The opaque id of an action (see `ActionBox`). */
  keep(action: Action): Promise<string>;
  /** The Slack file that shows a picture, when there is one that may be shown now. */
  fileOf(svg: string): string | undefined;
}

/** The same while drawing: all actions are kept by then. */
export interface Drawing {
  readonly surface: "message" | "modal" | "home";
  /** The form that the whole window is for: its fields stand in place, and the window sends them. */
  readonly ownForm?: Block;
  idOf(action: Action): string;
  fileOf(svg: string): string | undefined;
}

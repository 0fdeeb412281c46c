import type { Json } from "./json.ts";

/** A message as it stands in a channel. */
export interface DoubleMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly metadata: Json | undefined;
  readonly edits: number;
  readonly isDeleted: boolean;
  /** Only this user sees it. */
  readonly onlyFor: string | undefined;
}

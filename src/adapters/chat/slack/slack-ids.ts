/** A channel, a person or a file of a workspace. */
export interface SlackId {
  /** Unset where there is one workspace only. */
  readonly workspace?: string | undefined;
  readonly id: string;
}

/**
 * How depmap calls a thing of a workspace: `T1/C2`, or `C2` where there is one workspace only.
 *
 * @example
 * ```ts
 * writeSlackId({ workspace: "T1", id: "C2" });
 * // => "T1/C2"
 * ```
 */
export function writeSlackId({ workspace, id }: SlackId): string {
  return workspace === undefined ? id : `${workspace}/${id}`;
}

/**
 * The other way round.
 *
 * @example
 * ```ts
 * readSlackId("T1/C2");
 * // => { workspace: "T1", id: "C2" }
 * ```
 */
export function readSlackId(text: string): SlackId {
  const [id = "", workspace] = text.split("/").reverse();
  return workspace === undefined ? { id } : { workspace, id };
}

/** What Slack says of somebody's names, as far as it does. */
export interface SlackNames {
  readonly name?: string | undefined;
  readonly real_name?: string | undefined;
  readonly profile?:
    | { readonly display_name?: string | undefined; readonly real_name?: string | undefined }
    | undefined;
}

/**
 * The name under which Slack shows somebody; the id where it says none.
 *
 * @example
 * ```ts
 * shownName("U1", { name: "ada", profile: { display_name: "", real_name: "Ada Byron" } });
 * // => "Ada Byron"
 * ```
 */
export function shownName(id: string, { name, real_name: full, profile }: SlackNames = {}): string {
  return profile?.display_name || profile?.real_name || full || name || id;
}

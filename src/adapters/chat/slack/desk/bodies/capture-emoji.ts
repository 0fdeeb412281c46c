/**
 * Is this the emoji that captures, in whatever tone of skin?
 *
 * @example
 * ```ts
 * ["link", "link::skin-tone-3", "linked"].map((reaction) => isCaptureEmoji(reaction, "link"));
 * // => [true, true, false]
 * ```
 */
export function isCaptureEmoji(reaction: string, captureEmoji: string): boolean {
  return reaction.replace(/::skin-tone-\d$/, "") === captureEmoji;
}

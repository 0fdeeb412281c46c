/**
 * The name a channel gets: small letters, digits and dashes, without the `#`.
 *
 * @example
 * ```ts
 * channelName("#INC 42: Checkout");
 * // => "inc-42-checkout"
 * ```
 */
export function channelName(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 80);
  return slug === "" ? "channel" : slug;
}

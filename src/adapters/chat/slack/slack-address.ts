/** Slack's own domains: everybody's, and the one for governments. */
const DOMAINS = ["slack.com", "slack-gov.com"];

/**
 * Is that one of Slack's hosts?
 *
 * @example
 * ```ts
 * ["slack.com", "firm.slack-gov.com", "slack.com.example", "notslack.com"].map(isSlackHost);
 * // => [true, true, false, false]
 * ```
 */
export function isSlackHost(hostname: string): boolean {
  return DOMAINS.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

/**
 * May something be sent to this address because it is Slack's? `slackUrl` is where Slack is for depmap, which may be
 * elsewhere.
 *
 * @example
 * ```ts
 * const addresses = ["https://hooks.slack.com/actions/T1", "http://127.0.0.1:9/x", "http://169.254.169.254/x"];
 * addresses.map((address) => isSlackAddress(address, "http://127.0.0.1:9/"));
 * // => [true, true, false]
 * ```
 */
export function isSlackAddress(address: string, slackUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, origin } = new URL(address);
  if (origin === new URL(slackUrl).origin) return true;
  return protocol === "https:" && port === "" && isSlackHost(hostname);
}

import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Must the workspace have a password when it listens on this address?
 *
 * No for loopback, which only this machine reaches; yes for everything else, a name included.
 *
 * @example
 * ```ts
 * ["localhost", "127.0.0.1", "::1", "0.0.0.0", "depmap.internal"].map(needsPassword);
 * // => [false, false, false, true, true]
 * ```
 */
export function needsPassword(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (bare === "localhost") return false;
  const family = isIP(bare);
  return family === 0 || !loopback.check(bare, family === 6 ? "ipv6" : "ipv4");
}

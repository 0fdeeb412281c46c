/** Something in a text that says where something else listens. */
export interface Address {
  /** In lower case. */
  readonly host: string;
  readonly port?: number | undefined;
  readonly scheme?: string | undefined;
  /** The host stands alone: without a port, a scheme or a `host=`. */
  readonly isBare: boolean;
}

const ENDS_URL = /[\s"'`<>|;{}()[\]\\]/;
const LONGEST_URL = 4000;
/** What comes after is no setting but a document. */
const LONGEST_TEXT = 100_000;
/** Schemes whose authority is no host. */
const NO_HOST = new Set(["file", "unix", "classpath", "data", "urn", "mailto", "npipe", "fd"]);

/**
 * The addresses in a text: URLs (several hosts too), `host:port` in lists, `host=…` of a connection string,
 * and, when the text is nothing but names, those names as bare hosts.
 *
 * User names and passwords are read over; nothing of them is in the answer. Takes linear time.
 *
 * @example
 * ```ts
 * addressesIn("postgres://u:pw@ledger-db:5432/l").map(({ scheme, host, port }) => [scheme, host, port]);
 * // => [["postgres", "ledger-db", 5432]]
 * ```
 */
export function addressesIn(whole: string): readonly Address[] {
  const text = whole.slice(0, LONGEST_TEXT);
  const { addresses, rest } = urlsIn(text);
  for (const token of rest.split(/[\s"'`,;()<>{}|[\]=\\]+/)) {
    if (token.length > 300) continue;
    const found = hostPort(token.slice(token.lastIndexOf("@") + 1).split(/[/?#]/, 1)[0] ?? "");
    if (found?.port !== undefined) addresses.push({ ...found, isBare: false });
  }
  addresses.push(...connectionString(rest));
  if (addresses.length > 0 || text.length > 2000) return addresses;
  const names = text.split(",").map((name) => name.trim());
  const hosts = names.map(hostPort);
  return hosts.every((host) => host !== undefined)
    ? hosts.map(({ host }) => ({ host, isBare: true }))
    : [];
}

function urlsIn(text: string): { addresses: Address[]; rest: string } {
  const addresses: Address[] = [];
  let rest = "";
  let done = 0;
  for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", Math.max(done, at + 3))) {
    const scheme = /[a-z][a-z0-9+._-]*$/i.exec(text.slice(Math.max(done, at - 30), at))?.[0];
    if (!scheme) continue;
    const end = endOfUrl(text, at + 3);
    rest += `${text.slice(done, at - scheme.length)} `;
    done = end;
    const [authority = "", first = ""] = text.slice(at + 3, end).split(/[/?#]/, 2);
    // gRPC writes dns:///host:port.
    const hosts = authority === "" && scheme !== "file" ? first : authority;
    for (const part of hosts.slice(hosts.lastIndexOf("@") + 1).split(",")) {
      const found = hostPort(part);
      if (!found || NO_HOST.has(scheme.toLowerCase())) continue;
      addresses.push({ ...found, scheme: scheme.toLowerCase(), isBare: false });
    }
  }
  return { addresses, rest: rest + text.slice(done) };
}

/** Where a URL ends whose authority starts at `start`; in a list of whole URLs at the comma before the next one. */
function endOfUrl(text: string, start: number): number {
  const next = text.indexOf("://", start);
  const comma = next < 0 ? -1 : start + text.slice(start, next).lastIndexOf(",");
  if (comma >= start && /^,[a-z][a-z0-9+._-]*$/i.test(text.slice(comma, next))) {
    const length = text.slice(start, comma).search(ENDS_URL);
    return length < 0 ? comma : start + length;
  }
  const length = text.slice(start, start + LONGEST_URL).search(ENDS_URL);
  return length < 0 ? Math.min(text.length, start + LONGEST_URL) : start + length;
}

/** `host=ledger-db port=5432 …` and `Server=ledger-db;Database=…`. */
function connectionString(text: string): Address[] {
  const port = /\bport\s?=\s?(\d{1,5})\b/i.exec(text)?.[1];
  const hosts = text.matchAll(
    /\b(?:host|hostname|server|data source|addr|address)\s?=\s?([^\s;,"']{1,253})/gi,
  );
  return [...hosts].flatMap(([, value = ""]) => {
    const found = hostPort(value.replace(/^tcp:/i, ""));
    if (!found || found.port !== undefined) return [];
    return [{ ...found, port: port ? Number(port) : undefined, isBare: false }];
  });
}

function hostPort(text: string): { host: string; port?: number } | undefined {
  const { host, port } =
    /^(?<host>[a-z0-9._-]{1,253})(?::(?<port>\d{1,5}))?$/i.exec(text)?.groups ?? {};
  if (!host || !/[a-z]/i.test(host) || /^[._-]|[_-]$|\.\./.test(host)) return undefined;
  const tidy = host.toLowerCase().replace(/\.$/, "");
  if (port === undefined) return { host: tidy };
  return Number(port) > 0 && Number(port) < 65_536 ? { host: tidy, port: Number(port) } : undefined;
}

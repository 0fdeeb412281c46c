import type { IncomingHttpHeaders } from "node:http";

/** The headers that a signed request needs on the other side: what it is, and the sender's own. */
export function passedHeaders(headers: IncomingHttpHeaders): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    /^(content-type|x-)/.test(name) ? [[name, String(value)] as [string, string]] : [],
  );
}

import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { DepmapError, messageOf } from "../model/errors.ts";

/** A server that answers. */
export interface Listening {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, lets those under way finish for a moment, and cuts what is still open. */
  close(): Promise<void>;
}

const GRACE_MS = 1000;

/** Serves `app`; port 0 takes a free one. Rejects with `bad-config` when the address cannot be had. */
export async function listen(
  app: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  // A request that dawdles is cut, so that a thousand slow ones cannot hold the door.
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, app);
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    const words = `cannot listen on ${host} port ${port}: ${messageOf(cause)}`;
    const step =
      "set DEPMAP_HOST and DEPMAP_PORT to an address that is free, or stop what holds it";
    throw new DepmapError("bad-config", `${words}; ${step}`, { cause });
  }
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    port: taken,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

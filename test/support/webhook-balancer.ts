import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { passedHeaders } from "./passed-headers.ts";

/** What stands before several replicas: each webhook goes to one of them, and to another when that one is gone. */
export interface WebhookBalancer {
  readonly url: string;
  close(): Promise<void>;
}

/** Under PagerDuty's own five seconds, so that it is the one that gives up. */
const PATIENCE_MS = 4000;
const ONE_TRY_MS = 1000;

/** Starts one on a free port; `choose` says where the next try goes. */
export async function createWebhookBalancer(choose: () => string): Promise<WebhookBalancer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = passedHeaders(request.headers);
      const path = request.url ?? "/";
      void passOn(path, headers, Buffer.concat(chunks)).then((status) => {
        response.writeHead(status).end();
      });
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  async function passOn(
    path: string,
    headers: [string, string][],
    body: Buffer<ArrayBuffer>,
  ): Promise<number> {
    const started = performance.now();
    while (performance.now() - started < PATIENCE_MS) {
      try {
        const signal = AbortSignal.timeout(ONE_TRY_MS);
        const response = await fetch(choose() + path, { method: "POST", headers, body, signal });
        await response.arrayBuffer();
        return response.status;
      } catch {
        await wait(50);
      }
    }
    return 503;
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One request as it came to the proxy. */
export interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What goes wrong with a request; `pass` lets it through, perhaps after something else. */
export type Fault = (seen: Seen, response: ServerResponse, pass: Pass) => void | Promise<void>;
type Pass = () => Promise<void>;

/** Stands between a client and a server, and does to requests what networks and vendors do. */
export interface FaultyProxy {
  readonly url: string;
  /** The next requests fail like this, one each and in this order; those after them pass. */
  next(...faults: Fault[]): void;
  /** Every request from now on is handled like this; undefined lets them pass. */
  always(fault: Fault | undefined): void;
  seen(): readonly Seen[];
  close(): Promise<void>;
}

/** What can go wrong. */
export const FAULT = {
  limited:
    (resetSeconds?: number): Fault =>
    (_seen, response) => {
      if (resetSeconds !== undefined) response.setHeader("ratelimit-reset", String(resetSeconds));
      json(response, 429, { error: { code: 2020, message: "Rate Limit Exceeded" } });
    },
  status:
    (status: number): Fault =>
    (_seen, response) => {
      json(response, status, { error: { code: 1, message: "canned" } });
    },
  html:
    (status: number): Fault =>
    (_seen, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
    },
  answer:
    (body: unknown): Fault =>
    (_seen, response) =>
      json(response, 200, body),
  hang: (): Fault => () => undefined,
  stall: (): Fault => (_seen, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"incidents":[');
  },
  cut: (): Fault => (_seen, response) => void response.destroy(),
  cutAfterAccept: (): Fault => async (_seen, response, pass) => {
    response.end = function cut() {
      return response.destroy();
    } as typeof response.end;
    await pass();
  },
} as const;

/** A proxy in front of `target`; `rewrite` may change the URL that is asked for. */
export async function createFaultyProxy(
  target: () => string,
  rewrite: (url: URL) => void = () => undefined,
): Promise<FaultyProxy> {
  const waiting: Fault[] = [];
  const seen: Seen[] = [];
  let standing: Fault | undefined;

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://proxy");
      const body = await buffer(request);
      const one: Seen = { method: request.method ?? "GET", url, headers: request.headers, body };
      seen.push(one);
      const pass = () => forward(one, response, target(), rewrite);
      const fault = waiting.shift() ?? standing;
      await (fault ? fault(one, response, pass) : pass());
    })().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: (...faults) => void waiting.push(...faults),
    always(fault) {
      standing = fault;
    },
    seen: () => seen,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close").catch(() => undefined);
    },
  };
}

async function forward(
  seen: Seen,
  response: ServerResponse,
  target: string,
  rewrite: (url: URL) => void,
): Promise<void> {
  const url = new URL(seen.url.pathname + seen.url.search, target);
  rewrite(url);
  const headers = Object.entries(seen.headers).filter(
    ([name]) => !["host", "connection", "content-length", "accept-encoding"].includes(name),
  );
  const answer = await fetch(url, {
    method: seen.method,
    headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
    ...(seen.method === "GET" ? {} : { body: new Uint8Array(seen.body) }),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get("content-type") ?? "application/json";
  response.writeHead(answer.status, { "content-type": type }).end(body);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

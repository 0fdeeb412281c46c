import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { passedHeaders } from "./passed-headers.ts";

/** How requests are spread over replicas. To both at once is what a repeated delivery is at its worst. */
type Spread = "in turn" | "to both at once";

/** What stands before several replicas, for PagerDuty and for Slack. */
export interface SlackFront {
  readonly url: string;
  spread(how: Spread): void;
  close(): Promise<void>;
}

interface Passed {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer<ArrayBuffer>;
}

/** Starts one on a free port. `replicas` are those that are there now; one that does not answer is passed over. */
export async function createSlackFront(replicas: () => readonly string[]): Promise<SlackFront> {
  let how: Spread = "in turn";
  let turn = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "/";
      void passOn(path, passedHeaders(request.headers), Buffer.concat(chunks)).then((passed) => {
        const { status, type, body } = passed ?? { status: 503, type: "text/plain", body: "" };
        response.writeHead(status, { "content-type": type }).end(body);
      });
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  async function passOn(
    path: string,
    headers: [string, string][],
    body: Buffer<ArrayBuffer>,
  ): Promise<Passed | undefined> {
    const there = replicas();
    turn += 1;
    const order = there.map((_, place) => there[(place + turn) % there.length] as string);
    const post = (url: string) => passTo(url + path, headers, body).catch(() => undefined);
    if (how === "to both at once") {
      const answers = await Promise.all(order.map(post));
      return answers.find((answer) => answer !== undefined);
    }
    for (const url of order) {
      const answer = await post(url);
      if (answer) return answer;
    }
    return undefined;
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spread(asked) {
      how = asked;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function passTo(
  url: string,
  headers: [string, string][],
  body: Buffer<ArrayBuffer>,
): Promise<Passed> {
  const signal = AbortSignal.timeout(3000);
  const response = await fetch(url, { method: "POST", headers, body, signal });
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "text/plain",
    body: Buffer.from(await response.arrayBuffer()),
  };
}

import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { oneRequest } from "../../../../../src/adapters/chat/slack/web/one-request.ts";
import { createSecret } from "../../../../../src/model/secret.ts";
import { errorsOnly } from "../../../../support/errors-only.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** One request to a Slack that answers like this, and how many it got. */
async function ask(answer: RequestListener, method = "chat.postMessage") {
  let asked = 0;
  const headers: unknown[] = [];
  server = createServer((request, response) => {
    asked += 1;
    headers.push(request.headers.authorization);
    request.resume().on("end", () => answer(request, response));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const ended = await oneRequest({
    apiUrl: `http://127.0.0.1:${port}/api/`,
    token: createSecret("xoxb-1"),
    method,
    args: { channel: "C1", text: "x" },
    timeoutMs: 300,
    log: errorsOnly(),
  });
  return { ended, asked: () => asked, headers };
}

it.each<[string, RequestListener]>([
  ["a page of a proxy", (_, out) => out.end("<html>Bad gateway</html>")],
  ["half an answer", (_, out) => out.end('{"ok":true,"ts":"17')],
  ["an empty body", (_, out) => out.end()],
  ["HTTP 500", (_, out) => out.writeHead(500).end("{}")],
  ["HTTP 503 with a time to wait", (_, out) => out.writeHead(503, { "retry-after": "1" }).end()],
  ["a redirect", (_, out) => out.writeHead(302, { location: "/elsewhere" }).end()],
  ["a cut connection", (request) => request.socket.destroy()],
  ["a body that never ends", (_, out) => void out.writeHead(200).write('{"ok":')],
  ["silence", () => {}],
  ["a fault of its own", (_, out) => out.end('{"ok":false,"error":"internal_error"}')],
])(
  "knows nothing of a request that was answered with %s, and makes no second",
  async (_, answer) => {
    const { ended, asked } = await ask(answer);

    expect(ended.did).toBe("lost");
    expect(JSON.stringify(ended)).not.toContain("xoxb-1");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked()).toBe(1);
  },
);

it.each<[string, RequestListener, number]>([
  ["with a time", (_, out) => out.writeHead(429, { "retry-after": "7" }).end(), 7000],
  ["without a time", (_, out) => out.writeHead(429).end(), 1000],
  ["in a body", (_, out) => out.end('{"ok":false,"error":"ratelimited"}'), 1000],
])("reads a rate limit %s, and does not wait by itself", async (_, answer, retryAfterMs) => {
  const { ended, asked } = await ask(answer);

  expect(ended).toEqual({ did: "rate-limited", retryAfterMs });
  expect(asked()).toBe(1);
});

it("gives Slack's own word for a no, and the scope that is missing", async () => {
  const no = { ok: false, error: "missing_scope", needed: "pins:write" };

  const { ended } = await ask((_, out) => out.end(JSON.stringify(no)));

  expect(ended).toEqual({ did: "refused", error: "missing_scope", needed: "pins:write" });
});

it("takes the token nowhere but to Slack", async () => {
  const elsewhere = await ask((_, out) => out.end('{"ok":true}'), "http://127.0.0.1:9/steal");

  expect(elsewhere.headers).toEqual(["Bearer xoxb-1"]);
});

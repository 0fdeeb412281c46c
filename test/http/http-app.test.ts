import express, { Router, type RequestHandler } from "express";
import { afterEach, describe, expect, it } from "vitest";
import { createPinoLog } from "../../src/adapters/log/pino/pino-log.ts";
import { createHttpApp } from "../../src/http/http-app.ts";
import { listen, type Listening } from "../../src/http/listen.ts";
import { DepmapError } from "../../src/model/errors.ts";

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** Serves one handler at `GET` and `POST /it`; gives the URL and the log's lines. */
async function serve(handler: RequestHandler): Promise<{ url: string; lines: string[] }> {
  const lines: string[] = [];
  const log = createPinoLog({
    level: "info",
    destination: { write: (line) => void lines.push(line) },
  });
  const router = Router();
  router.get("/it", handler);
  router.post("/it", express.json({ limit: 100 }), handler);
  const app = createHttpApp({ routers: [{ path: "/here", router }], log });
  const server = await listen(app, { host: "127.0.0.1", port: 0 });
  open.push(server);
  return { url: server.url, lines };
}

function throwing(fault: unknown): RequestHandler {
  return () => {
    throw fault;
  };
}

describe("every answer", () => {
  it.each(["/here/it", "/nowhere"])(
    "to %s forbids a browser everything and hides Express",
    async (path) => {
      const { url } = await serve((_request, response) => void response.send("ok"));

      const { headers } = await fetch(url + path);

      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.has("x-powered-by")).toBe(false);
    },
  );

  it("keeps a page's own policy", async () => {
    const { url } = await serve((_request, response) => {
      response.set("Content-Security-Policy", "default-src 'self'").send("page");
    });

    const { headers } = await fetch(`${url}/here/it`);
    expect(headers.get("content-security-policy")).toBe("default-src 'self'");
  });

  it("believes nobody's X-Forwarded-For", async () => {
    const { url } = await serve((request, response) => void response.send(request.ip));

    const answer = await fetch(`${url}/here/it`, { headers: { "X-Forwarded-For": "9.9.9.9" } });

    expect(await answer.text()).toBe("127.0.0.1");
  });

  it("leaves bodies to the routes", async () => {
    const { url } = await serve((request, response) => void response.json({ body: request.body }));
    const answer = await fetch(`${url}/here/it`, { method: "POST", body: "{}" });

    // express.json took nothing, for the type was not JSON; nobody before it took anything either.
    expect(await answer.json()).toEqual({});
  });
});

describe("a fault", () => {
  it.each([
    ["bad-input", 400],
    ["not-allowed", 403],
    ["unknown-component", 404],
    ["journal-away", 503],
    ["graph-store-away", 503],
    ["cannot-answer", 500],
  ] as const)(
    "with the code %s is answered with %i, its code and its words",
    async (code, status) => {
      const { url } = await serve(throwing(new DepmapError(code, "do this next")));

      const answer = await fetch(`${url}/here/it`);

      expect(answer.status).toBe(status);
      expect(await answer.json()).toEqual({ error: { code, message: "do this next" } });
    },
  );

  it.each<[string, unknown]>([
    ["an error", new Error("canary at /srv/private")],
    ["a rejected promise", Promise.reject(new Error("canary")).catch((error: unknown) => error)],
    ["a string", "canary"],
    ["an object", { canary: 1 }],
  ])(
    "that nobody expected is answered with 500 and a number for the log: %s",
    async (_what, fault) => {
      const { url, lines } = await serve(throwing(await fault));

      const answer = await fetch(`${url}/here/it`);
      const text = await answer.text();

      expect(answer.status).toBe(500);
      expect(text).not.toContain("canary");
      const [id] = /[0-9a-f-]{36}/.exec(text) ?? [];
      expect(lines.join("")).toContain(String(id));
      expect(lines.join("")).toContain("canary");
    },
  );

  it.each([
    ["is no JSON", "{oops", 400],
    ["is too large", JSON.stringify("x".repeat(200)), 413],
  ])("of the sender's is told apart: a body that %s", async (_what, body, status) => {
    const { url, lines } = await serve((_request, response) => void response.send("ok"));
    const headers = { "Content-Type": "application/json" };

    const answer = await fetch(`${url}/here/it`, { method: "POST", body, headers });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code: "bad-input" } });
    expect(lines).toEqual([]);
  });

  it("after the answer has begun ends the connection and not the process", async () => {
    const { url } = await serve((_request, response) => {
      response.write("half");
      throw new Error("late");
    });

    await expect(fetch(`${url}/here/it`).then((answer) => answer.text())).rejects.toThrow(
      "terminated",
    );
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  });

  it.each(["/%E0%A4%A", "/nowhere", "/here/%2e%2e/it"])("is no page at %s", async (path) => {
    const { url } = await serve((_request, response) => void response.send("ok"));

    const answer = await fetch(url + path);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.json()).toHaveProperty("error.message");
  });
});

describe("listening", () => {
  it("says what to do when the port is taken", async () => {
    const { url } = await serve((_request, response) => void response.send("ok"));
    const port = Number(new URL(url).port);

    const again = listen(express(), { host: "127.0.0.1", port });

    await expect(again).rejects.toMatchObject({
      code: "bad-config",
      message: expect.stringContaining("DEPMAP_PORT") as string,
    });
  });

  it("ends although a stream is still open", async () => {
    const { url } = await serve((_request, response) => void response.write("event: hello\n\n"));
    const streaming = await fetch(`${url}/here/it`);

    await open.pop()?.close();

    await expect(streaming.text()).rejects.toThrow("terminated");
  });
});

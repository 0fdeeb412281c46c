import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import { createSecret } from "../../../../src/model/secret.ts";
import { quietHandlers } from "../../../support/quiet-handlers.ts";
import { startLocalWorkspace, type LocalWorkspace } from "../../../support/local-workspace.ts";

let workspace: LocalWorkspace | undefined;
afterEach(() => workspace?.close());

const PASSWORD = { host: "0.0.0.0", password: createSecret("correct horse") };

async function start(options: Parameters<typeof startLocalWorkspace>[1] = {}): Promise<string> {
  workspace = await startLocalWorkspace(quietHandlers(), options);
  return workspace.url;
}

async function say(url: string, headers: Record<string, string>): Promise<number> {
  const body = new URLSearchParams({ channel: "general", text: "hello" });
  const response = await fetch(`${url}/say`, { method: "POST", body, headers, redirect: "manual" });
  return response.status;
}

async function logIn(url: string, password: string): Promise<Response> {
  const body = new URLSearchParams({ password });
  return fetch(`${url}/login`, { method: "POST", body, redirect: "manual" });
}

/** fetch does not let one choose the Host header. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/c/general`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject).end();
  });
}

it("allows no script but its own", async () => {
  const url = await start();

  const { headers } = await fetch(url);

  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|data:/);
});

it("refuses what another site sends", async () => {
  const url = await start();

  expect(await say(url, { Origin: "https://evil.example" })).toBe(403);
  expect(await say(url, { Origin: "null" })).toBe(403);
  expect(await say(url, { "Sec-Fetch-Site": "cross-site" })).toBe(403);
  expect(await say(url, { "Sec-Fetch-Site": "same-site" })).toBe(403);
  expect(await say(url, { Origin: url, "Sec-Fetch-Site": "same-origin" })).toBe(303);
});

it("answers to loopback names only while it listens on loopback", async () => {
  const url = await start();
  const port = new URL(url).port;

  expect(await statusFor(url, `rebound.example:${port}`)).toBe(421);
  expect(await statusFor(url, `localhost:${port}`)).toBe(200);
  expect(await statusFor(url, `[::1]:${port}`)).toBe(200);
});

it("shows nothing without the password", async () => {
  const url = await start(PASSWORD);

  const page = await fetch(`${url}/c/general`, { redirect: "manual" });
  const live = await fetch(`${url}/live?channel=general`, { headers: { "HX-Request": "true" } });

  expect([page.status, page.headers.get("location")]).toEqual([303, "/login"]);
  expect(live.status).toBe(401);
  expect(await say(url, {})).toBe(401);
});

it("opens with the password, for a session that scripts and other sites cannot use", async () => {
  const url = await start(PASSWORD);

  const response = await logIn(url, "correct horse");

  const cookie = response.headers.get("set-cookie") ?? "";
  const [pair = ""] = cookie.split(";");
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  expect((await fetch(`${url}/c/general`, { headers: { Cookie: pair } })).status).toBe(200);

  await fetch(`${url}/logout`, { method: "POST", headers: { Cookie: pair }, redirect: "manual" });
  const after = await fetch(`${url}/c/general`, { headers: { Cookie: pair }, redirect: "manual" });
  expect(after.status).toBe(303);
});

it("makes whoever guesses the password wait", async () => {
  const url = await start(PASSWORD);

  const statuses = [];
  for (let tries = 0; tries < 6; tries += 1) statuses.push((await logIn(url, "guess")).status);

  expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  expect((await logIn(url, "correct horse")).status).toBe(429);
});

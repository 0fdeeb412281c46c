import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { Router, urlencoded, type Request, type RequestHandler } from "express";
import type { Secret } from "../../../model/secret.ts";
import type { Clock } from "../../../ports/clock.ts";
import { cookieOf, setCookie } from "./cookies.ts";
import { html } from "../../../model/html.ts";
import { logo, renderDocument } from "./render-document.ts";

const COOKIE = "depmap-session";
const SESSION_MS = 12 * 60 * 60 * 1000;
const WINDOW_MS = 60_000;
const TRIES_PER_WINDOW = 5;

/**
 * Lets nobody pass who has not given the password: a page to log in, and a session of 12 hours in a cookie.
 *
 * After five wrong tries in a minute an address waits. Sessions end with the process.
 */
export function loginWall(password: Secret, clock: Clock): Router {
  const sessions = new Map<string, number>();
  const wrong = new Map<string, { count: number; until: number }>();
  const router = Router();

  const hasSession = (request: Request) => {
    const token = cookieOf(request, COOKIE);
    return token !== undefined && (sessions.get(fingerprint(token)) ?? 0) > clock.now();
  };

  router.get("/login", (request, response) => {
    response.send(loginPage(request.query["wrong"] !== undefined ? "That was not it." : undefined));
  });
  router.post("/login", urlencoded({ extended: false, limit: "4kb" }), (request, response) => {
    const now = clock.now();
    const from = request.ip ?? "";
    for (const [address, { until }] of wrong) if (until <= now) wrong.delete(address);
    const tries = wrong.get(from) ?? { count: 0, until: now + WINDOW_MS };
    if (tries.count >= TRIES_PER_WINDOW) {
      const seconds = Math.ceil((tries.until - now) / 1000);
      response.status(429).set("Retry-After", String(seconds));
      response.send(loginPage(`Too many tries. Wait ${seconds} seconds.`));
      return;
    }
    const given: unknown = (request.body as { password?: unknown } | undefined)?.password;
    if (typeof given !== "string" || !sameText(given, password.reveal())) {
      wrong.set(from, { ...tries, count: tries.count + 1 });
      response.redirect(303, "/login?wrong");
      return;
    }
    wrong.delete(from);
    for (const [token, until] of sessions) if (until <= now) sessions.delete(token);
    const token = randomBytes(32).toString("base64url");
    sessions.set(fingerprint(token), now + SESSION_MS);
    setCookie(request, response, COOKIE, token, SESSION_MS);
    response.redirect(303, "/");
  });
  router.post("/logout", (request, response) => {
    sessions.delete(fingerprint(cookieOf(request, COOKIE) ?? ""));
    setCookie(request, response, COOKIE, "", 0);
    response.redirect(303, "/login");
  });
  router.use(wall(hasSession));
  return router;
}

function wall(hasSession: (request: Request) => boolean): RequestHandler {
  return (request, response, next) => {
    if (hasSession(request) || request.path.startsWith("/assets/")) return next();
    // A page in the background cannot follow a redirect to a login page: it is told, and reloads.
    if (request.headers["hx-request"] || request.method !== "GET") {
      response.status(401).type("text").send("Please log in.\n");
      return;
    }
    response.redirect(303, "/login");
  };
}

function loginPage(problem: string | undefined): string {
  return renderDocument(
    "Log in",
    html`<main class="login">
      ${logo()}
      <h1>depmap</h1>
      <form method="post" action="/login">
        <label
          ><span>Password of this workspace</span
          ><input
            type="password"
            name="password"
            autocomplete="current-password"
            required
            autofocus
        /></label>
        ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
        <button class="primary">Log in</button>
      </form>
      <p class="muted">It is the value of DEPMAP_PASSWORD where depmap was started.</p>
    </main>`,
  );
}

/** Compares in the same time whatever the first difference: hashes are of one length. */
function sameText(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function fingerprint(token: string): string {
  return digest(token).toString("base64url");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

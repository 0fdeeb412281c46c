import type { NextFunction, Request, RequestHandler, Response } from "express";
import { needsPassword } from "./needs-password.ts";

/** No script but ours, nothing from elsewhere, no frame around us. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers by which browsers keep foreign script, frames and caches out. */
export function secureHeaders(_: Request, response: Response, next: NextFunction): void {
  response.set({
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
  });
  next();
}

/**
 * Refuses requests that another site made a browser send.
 *
 * What changes something must come from our own pages. A workspace on loopback also answers to loopback names only:
 * a foreign name that was made to point here (DNS rebinding) gets nothing.
 */
export function sameSiteOnly(listensOn: string): RequestHandler {
  const onLoopback = !needsPassword(listensOn);
  return (request, response, next) => {
    if (onLoopback && needsPassword(hostName(request.headers.host ?? ""))) {
      response.status(421).type("text").send("This workspace answers on localhost only.\n");
      return;
    }
    if (request.method !== "GET" && request.method !== "HEAD" && !isOwnPage(request)) {
      response.status(403).type("text").send("This request came from another site.\n");
      return;
    }
    next();
  };
}

function isOwnPage({ headers }: Request): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

function hostName(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}

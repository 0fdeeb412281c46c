import express, { type Express, type Router } from "express";
import type { Log } from "../ports/log.ts";
import { clearErrors, nothingHere } from "./clear-errors.ts";
import { securityHeaders } from "./security-headers.ts";

/** Routes and where they hang. */
export interface Mounted {
  readonly path: string;
  readonly router: Router;
}

/**
 * The one Express app: security headers, the routers in their order, and clear JSON for everything else.
 *
 * No body is read here: webhooks need their bytes as they came, and each route says how much it takes.
 */
export function createHttpApp({
  routers,
  log,
}: {
  readonly routers: readonly Mounted[];
  readonly log: Log;
}): Express {
  const app = express();
  app.disable("x-powered-by");
  // Nobody's X-Forwarded-For is believed.
  app.set("trust proxy", false);
  app.set("query parser", "simple");
  app.use(securityHeaders);
  for (const { path, router } of routers) app.use(path, router);
  app.use(nothingHere);
  app.use(clearErrors(log));
  return app;
}

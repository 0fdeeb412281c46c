import { randomUUID } from "node:crypto";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { DepmapError, type ErrorCode } from "../model/errors.ts";
import type { Log } from "../ports/log.ts";

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  "bad-input": 400,
  "unknown-command": 400,
  "not-allowed": 403,
  "unknown-component": 404,
  "mass-retraction": 409,
  "chat-away": 503,
  "graph-store-away": 503,
  "journal-away": 503,
  "pagerduty-away": 503,
};

/** Answers what no route took. */
export const nothingHere: RequestHandler = (request, response) => {
  const message = `there is nothing at ${request.method} ${request.path}`;
  response.status(404).json({ error: { code: "not-found", message } });
};

/**
 * Answers every fault with JSON: its code and its words, or for a fault of ours a number to look up in the log.
 *
 * Whatever was thrown, the sender learns nothing of our insides and the process goes on.
 */
export function clearErrors(log: Log): ErrorRequestHandler {
  return (fault: unknown, request, response, next) => {
    if (response.headersSent) {
      next(fault);
      return;
    }
    if (fault instanceof DepmapError) {
      const status = STATUS[fault.code] ?? 500;
      if (status >= 500) log.error({ fault, path: request.path }, "a request failed");
      response.status(status).json({ error: { code: fault.code, message: fault.message } });
      return;
    }
    const refused = refusalOf(fault);
    if (refused) {
      const message = `the request cannot be read: ${refused.message}`;
      response.status(refused.status).json({ error: { code: "bad-input", message } });
      return;
    }
    const id = randomUUID();
    log.error({ fault, path: request.path, id }, "a request failed");
    const message = `something went wrong in depmap; its log tells more under ${id}`;
    response.status(500).json({ error: { code: "fault", message } });
  };
}

/** What Express and its parsers throw at bad requests: an error with a status that may be shown. */
function refusalOf(fault: unknown): { status: number; message: string } | undefined {
  if (!(fault instanceof Error)) return undefined;
  const { status } = fault as { status?: unknown };
  if (typeof status !== "number" || status < 400 || status > 499) return undefined;
  return { status, message: fault.message };
}

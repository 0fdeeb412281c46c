import type { ServerResponse } from "node:http";
import { ExpressReceiver, type Logger } from "@slack/bolt";
import { Router } from "express";
import type { Secret } from "../../../../model/secret.ts";
import type { Clock } from "../../../../ports/clock.ts";

const WINDOW_SECONDS = 5 * 60;
const MOST_BYTES = 1024 * 1024;

/**
 * Bolt's receiver for signed HTTP, answering `POST /` of its router.
 *
 * Bolt takes a signature from the future, which can be kept and sent again later: the time is checked before, on both
 * sides. What cannot be kept gets 503, and Slack sends it again.
 */
export function signedRequests({
  signingSecret,
  clock,
  boltLog,
}: {
  readonly signingSecret: Secret;
  readonly clock: Clock;
  readonly boltLog: Logger;
}): ExpressReceiver {
  const router = Router();
  router.post("/", (request, response, next) => {
    if (isTimely(request.get("x-slack-request-timestamp"), clock.now())) return next();
    // The body is not waited for.
    response.set("Connection", "close").status(401).send();
  });
  return new ExpressReceiver({
    signingSecret: signingSecret.reveal(),
    endpoints: "/",
    router,
    bodyLimit: MOST_BYTES,
    logger: boltLog,
    unhandledRequestHandler: sendAgain,
    processEventErrorHandler(args) {
      sendAgain(args);
      return Promise.resolve(true);
    },
  });
}

function sendAgain({ response }: { readonly response: ServerResponse }): void {
  if (!response.headersSent) response.writeHead(503).end();
}

function isTimely(written: string | undefined, now: number): boolean {
  if (written === undefined || !/^\d{1,12}$/u.test(written)) return false;
  return Math.abs(now / 1000 - Number(written)) <= WINDOW_SECONDS;
}

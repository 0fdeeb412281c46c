import { Router } from "express";
import { messageOf } from "../model/errors.ts";
import type { Clock } from "../ports/clock.ts";

/** One thing that depmap builds on. */
export interface Check {
  readonly name: string;
  /** depmap is of use without it, for a while: shown, but no reason to send webhooks elsewhere. */
  readonly spared?: boolean;
  /** Resolves when it is well; rejects with why it is not. */
  check(): Promise<void>;
}

interface Finding {
  readonly ok: boolean;
  readonly why?: string;
}

const DEADLINE_MS = 2500;
const REMEMBERED_MS = 1000;

/**
 * `GET /healthz`: the process runs and its event loop turns; always 200. A supervisor restarts on anything else.
 *
 * `GET /readyz`: depmap is of use; 503 when it is not. Each check that fails is named either way. Checks run together, each with a deadline, and at
 * most once a second however often it is asked.
 */
export function healthRoutes(checks: readonly Check[], clock: Clock): Router {
  let findings: Promise<Record<string, Finding>> | undefined;
  let foundAt = 0;

  function found(): Promise<Record<string, Finding>> {
    if (!findings || clock.now() - foundAt >= REMEMBERED_MS) {
      foundAt = clock.now();
      findings = allFindings(checks);
    }
    return findings;
  }

  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.set("Cache-Control", "no-store").json({ alive: true, upForSeconds: process.uptime() });
  });
  router.get("/readyz", async (_request, response) => {
    const results = await found();
    const ready = checks.every(({ name, spared }) => spared || results[name]?.ok);
    response
      .set("Cache-Control", "no-store")
      .status(ready ? 200 : 503)
      .json({ ready, checks: results });
  });
  return router;
}

async function allFindings(checks: readonly Check[]): Promise<Record<string, Finding>> {
  const all = checks.map(async (check) => [check.name, await finding(check)] as const);
  return Object.fromEntries(await Promise.all(all));
}

async function finding(one: Check): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  try {
    await Promise.race([one.check(), late]);
    return { ok: true };
  } catch (fault) {
    return { ok: false, why: messageOf(fault) };
  } finally {
    clearTimeout(timer);
  }
}

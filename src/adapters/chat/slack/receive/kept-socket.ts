import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { messageOf } from "../../../../model/errors.ts";
import type { Log } from "../../../../ports/log.ts";
import type { SocketSession } from "./socket-session.ts";

/** A connection that is there again whenever it is lost. */
export interface KeptSocket {
  /** Resolves when the first attempt has succeeded or failed; it goes on by itself either way. */
  start(): Promise<void>;
  stop(): Promise<void>;
  isUp(): boolean;
}

/** How long is waited between attempts: doubled from the first to the last. */
export interface SocketPauses {
  readonly firstMs: number;
  readonly lastMs: number;
  /** A connection that stood for so long is no failure when it ends. */
  readonly soundMs: number;
}

const SOCKET_PAUSES: SocketPauses = { firstMs: 500, lastMs: 30_000, soundMs: 10_000 };

/** As long as Slack waits for an acknowledgement. */
const GRACE_MS = 3000;

const RateLimited = z.object({ retryAfter: z.number() });
const Refused = z.object({ data: z.object({ error: z.string() }) });
/** Slack's words for a token that will not do. */
const TOKEN_FAULTS =
  /^(not_authed|invalid_auth|account_inactive|token_revoked|not_allowed_token_type|missing_scope|link_disabled)$/u;

/**
 * Keeps one connection up. When Slack asks for a new one, the old one is kept until the new one stands.
 *
 * Never gives up: a token that is refused may be made valid again, and until then it is said aloud at every attempt.
 */
export function keepSocket(
  open: () => SocketSession,
  {
    log,
    pauses = SOCKET_PAUSES,
  }: { readonly log: Log; readonly pauses?: SocketPauses | undefined },
): KeptSocket {
  const stopping = new AbortController();
  const sessions = new Set<SocketSession>();
  const tried = Promise.withResolvers<void>();
  let running: Promise<void> | undefined;
  let failures = 0;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { stoodMs, leastMs } = await hold();
      failures = stoodMs >= pauses.soundMs ? 0 : failures + 1;
      if (failures === 0) continue;
      const pauseMs = Math.min(pauses.lastMs, pauses.firstMs * 2 ** (failures - 1));
      // Not two sockets, nor two replicas, in step.
      await pause(Math.max(leastMs, pauseMs * (0.5 + Math.random() / 2)));
    }
  }

  /** Holds one connection to its end; gives how long it stood, and how long Slack wants to be left alone. */
  async function hold(): Promise<{ readonly stoodMs: number; readonly leastMs: number }> {
    const session = open();
    sessions.add(session);
    try {
      await session.stood;
      const since = performance.now();
      for (const other of sessions) if (other !== session) void retire(other);
      log.info({}, "a socket to Slack stands");
      tried.resolve();
      const { reason } = await session.wane;
      if (!stopping.signal.aborted) log.info({ reason }, "a socket to Slack is made anew");
      if (!session.isUp()) drop(session);
      return { stoodMs: performance.now() - since, leastMs: 0 };
    } catch (fault) {
      drop(session);
      if (!stopping.signal.aborted) complain(fault);
      tried.resolve();
      return { stoodMs: 0, leastMs: (RateLimited.safeParse(fault).data?.retryAfter ?? 0) * 1000 };
    }
  }

  /** What came over it may have to be acknowledged over it yet. */
  async function retire(session: SocketSession): Promise<void> {
    await pause(GRACE_MS);
    drop(session);
  }

  function drop(session: SocketSession): void {
    sessions.delete(session);
    session.close();
  }

  function complain(fault: unknown): void {
    const error = Refused.safeParse(fault).data?.data.error;
    if (error === undefined || !TOKEN_FAULTS.test(error)) {
      log.warn({ why: messageOf(fault) }, "no socket to Slack for now; it is tried again");
      return;
    }
    const step =
      "check the app-level token (xapp-…, scope connections:write) and that Socket Mode is on";
    log.error({ error, step }, "Slack refuses the app token; it is tried again");
  }

  async function pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: stopping.signal }).catch(() => {});
  }

  return {
    start() {
      running ??= run();
      return tried.promise;
    },
    async stop() {
      stopping.abort();
      tried.resolve();
      for (const session of sessions) drop(session);
      await running;
    },
    isUp: () => [...sessions].some((session) => session.isUp()),
  };
}

import type { Limit, Rate } from "./rates.ts";

/** What a limit has left. */
interface Bucket {
  /** Turns to be had now; grows up to the rate's burst. */
  readonly turns: number;
  /** When it held so many. */
  readonly atMs: number;
}

/** Who gets the next turn, limit by limit. */
export interface Turns {
  /** Resolves with true when it is one's turn, with false when that cannot be by `byMs`. Urgent ones go first. */
  take(limit: Limit, byMs: number, isUrgent?: boolean): Promise<boolean>;
  /** Nobody gets a turn until then: Slack said so. */
  hold(limit: Limit, untilMs: number): void;
}

interface Waiting {
  readonly byMs: number;
  readonly isUrgent: boolean;
  readonly go: (isTurn: boolean) => void;
}

interface Line {
  bucket: Bucket;
  heldUntilMs: number;
  readonly rate: Rate;
  /** Urgent ones first, then in the order of arrival. */
  waiting: Waiting[];
  timer?: NodeJS.Timeout | undefined;
}

/** So many lines are kept; those that are full again and empty of waiters are forgotten beyond it. */
const LINES_KEPT = 500;

/** Lets as many calls go as each limit allows, in a fair order. `nowMs` must never go back. */
export function createTurns(nowMs: () => number): Turns {
  const lines = new Map<string, Line>();

  function lineFor({ name, rate }: Limit): Line {
    const known = lines.get(name);
    if (known) return known;
    if (lines.size >= LINES_KEPT) forgetIdle();
    const bucket = { turns: rate.burst, atMs: nowMs() };
    const line: Line = { rate, bucket, heldUntilMs: 0, waiting: [] };
    lines.set(name, line);
    return line;
  }

  function forgetIdle(): void {
    for (const [name, { rate, bucket, heldUntilMs, waiting }] of lines) {
      const now = nowMs();
      const isFull = refilled(bucket, rate, now).turns === rate.burst;
      if (isFull && waiting.length === 0 && heldUntilMs <= now) lines.delete(name);
    }
  }

  function serve(line: Line): void {
    clearTimeout(line.timer);
    line.timer = undefined;
    line.bucket = refilled(line.bucket, line.rate, nowMs());
    while (line.waiting.length > 0 && turnAtMs(line, 0) <= nowMs()) {
      line.bucket = { ...line.bucket, turns: line.bucket.turns - 1 };
      line.waiting.shift()?.go(true);
    }
    const inTime: Waiting[] = [];
    for (const one of line.waiting) {
      if (turnAtMs(line, inTime.length) > one.byMs) one.go(false);
      else inTime.push(one);
    }
    line.waiting = inTime;
    if (inTime.length === 0) return;
    line.timer = setTimeout(serve, Math.ceil(turnAtMs(line, 0) - nowMs()) + 1, line);
  }

  return {
    take(limit, byMs, isUrgent = false) {
      const line = lineFor(limit);
      return new Promise((resolve) => {
        const place = isUrgent ? line.waiting.findIndex((one) => !one.isUrgent) : -1;
        const at = place < 0 ? line.waiting.length : place;
        line.waiting.splice(at, 0, { byMs, isUrgent, go: resolve });
        serve(line);
      });
    },
    hold(limit, untilMs) {
      const line = lineFor(limit);
      line.heldUntilMs = Math.max(line.heldUntilMs, untilMs);
      line.bucket = { turns: 1, atMs: untilMs };
      serve(line);
    },
  };
}

/** What a bucket holds later. */
function refilled(bucket: Bucket, { burst, perMinute }: Rate, nowMs: number): Bucket {
  if (nowMs <= bucket.atMs) return bucket;
  const grown = bucket.turns + ((nowMs - bucket.atMs) * perMinute) / 60_000;
  return { turns: Math.min(burst, grown), atMs: nowMs };
}

/** When it is the turn of somebody with so many before them. */
function turnAtMs({ bucket, rate, heldUntilMs }: Line, before: number): number {
  const missing = Math.max(0, before + 1 - bucket.turns);
  return Math.max(heldUntilMs, bucket.atMs + (missing * 60_000) / rate.perMinute);
}

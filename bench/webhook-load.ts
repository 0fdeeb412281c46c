/** Run as a process of its own: `node webhook-load.ts URL COUNT CONNECTIONS`. Prints what it saw as one line of JSON. */
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { signature, webhookBody } from "../test/support/intake.ts";

/** What the sender of webhooks saw. */
export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers other than 202. */
  readonly others: number;
}

const BYTES = 3600;
const INCIDENTS = 200;

function bodies(count: number): { body: string; signed: string }[] {
  const made: { body: string; signed: string }[] = [];
  for (let index = 0; index < count; index += 1) {
    // Every fifth is one that was sent before.
    const again = index % 5 === 4 ? made[index - 3] : undefined;
    const plain = webhookBody(`PSTORM${index % INCIDENTS}`, randomUUID());
    const filler = "x".repeat(Math.max(0, BYTES - plain.length - 12));
    const body = plain.replace('"client":null', `"client":"${filler}"`);
    made.push(again ?? { body, signed: signature(body) });
  }
  return made;
}

async function load(url: string, count: number, connections: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waiting = bodies(count).values();
  const tookMs: number[] = [];
  let others = 0;

  function post({ body, signed }: { body: string; signed: string }): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
        "X-PagerDuty-Signature": signed,
      };
      const sending = request(url, { method: "POST", agent, headers }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode ?? 0));
      });
      sending.on("error", reject).end(body);
    });
  }

  async function connection(): Promise<void> {
    for (const one of waiting) {
      const sent = performance.now();
      const status = await post(one);
      tookMs.push(performance.now() - sent);
      if (status !== 202) others += 1;
    }
  }

  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();

  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  return { perSecond: count / seconds, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), others };
}

const [url, count, connections] = process.argv.slice(2);
if (url) {
  const seen = await load(url, Number(count), Number(connections));
  process.stdout.write(`${JSON.stringify(seen)}\n`);
}

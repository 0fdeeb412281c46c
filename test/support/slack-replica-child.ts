import { flushCompileCache } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { inspect } from "node:util";
import { startServer } from "../../src/compose/server.ts";
import { SETTLE_MS } from "../../src/compose/start-worker.ts";
import { readConfig } from "../../src/config.ts";
import { nudgeResolved } from "../../src/workflows/learning/nudge-resolved.ts";

/** What a parent asks of a replica. `nudge` does at once what the schedule would do within the minute. */
export type ReplicaAsked = "idle?" | "leading?" | "nudge" | "stop";

/** What it answers: where it listens, at first; then yes or no, or that it is done. */
export type ReplicaAnswer = { readonly url: string } | "yes" | "no" | "done";

/** All of depmap in a process of its own, as `src/main.ts` starts it. */
async function live(environment: Readonly<Record<string, string>>): Promise<void> {
  const server = await startServer(readConfig(environment));
  const { parts, chat, worker } = server;
  const say = (words: ReplicaAnswer) => void process.send?.(words);

  async function isIdle(): Promise<boolean> {
    await server.idle();
    await wait(20);
    const waiting = (await parts.share?.inbox.waiting(1).catch(() => [undefined])) ?? [];
    return [...(await parts.journal.unhandled(1)), ...waiting].length === 0;
  }

  async function answer(asked: ReplicaAsked): Promise<ReplicaAnswer> {
    if (asked === "idle?") return (await isIdle()) ? "yes" : "no";
    if (asked === "leading?") return worker.isLeading() ? "yes" : "no";
    if (asked === "nudge") {
      const isLeading = () => worker.isLeading();
      const settings = { nudgeAfterMs: 0 };
      await nudgeResolved({ ...parts, chat, settleMs: SETTLE_MS, isLeading, settings });
    } else {
      await server.stop();
      setImmediate(() => process.exit());
    }
    return "done";
  }

  process.on("disconnect", () => process.exit());
  process.on("message", (asked) => {
    void answer(asked as ReplicaAsked).then(say, (fault: unknown) => {
      process.stderr.write(`a replica failed: ${inspect(fault)}\n`);
      process.exit(1);
    });
  });
  say({ url: server.url });
  // Written at exit otherwise, and this process is killed.
  flushCompileCache();
}

await live(JSON.parse(process.argv[2] as string) as Record<string, string>);

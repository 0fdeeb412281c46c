import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { StormChildOptions } from "./storm-child.ts";

/** One life of the process that is killed. */
export interface Life {
  /** Lets it begin; until then it has only loaded itself. */
  begin(): void;
  /** Resolves when it takes deliveries, or is dead. */
  readonly ready: Promise<void>;
  /** Rejects when it died of anything but our kill. */
  readonly ended: Promise<void>;
  /** Ids of requests that it found unanswered. */
  left(): readonly string[];
  /** Resolves when it has answered everything. */
  idle(): Promise<void>;
  isOver(): boolean;
  kill(): void;
}

/** Starts the process, and gives it when it is ready to begin. */
export async function prepareLife(options: StormChildOptions): Promise<Life> {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(options.folder, "compiled") };
  const child = fork(join(import.meta.dirname, "storm-child.ts"), [JSON.stringify(options)], {
    env,
  });
  let left: readonly string[] = [];
  const ready = Promise.withResolvers<void>();
  const idle = Promise.withResolvers<void>();
  const loaded = Promise.withResolvers<void>();
  child.on("message", (message) => {
    if (message === "loaded") loaded.resolve();
    if (message === "ready") ready.resolve();
    if (message === "idle") idle.resolve();
    if (Array.isArray(message)) left = message.map(String);
  });
  let over = false;
  const ended = once(child, "exit").then(([code, signal]: unknown[]) => {
    over = true;
    idle.resolve();
    ready.resolve();
    loaded.resolve();
    if (signal !== "SIGKILL")
      throw new Error(`the child ended by itself with code ${String(code)}`);
  });
  ended.catch(idle.reject);
  idle.promise.catch(() => {});
  await loaded.promise;
  return {
    begin: () => void child.send("go"),
    ready: ready.promise,
    ended,
    left: () => left,
    async idle() {
      await ready.promise;
      if (child.connected) child.send("idle?");
      await idle.promise;
    },
    isOver: () => over,
    kill: () => void child.kill("SIGKILL"),
  };
}

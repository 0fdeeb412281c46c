import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Changes limits of running processes; part of util-linux. */
const LIMITER = "prlimit";

/** The intake in a process of its own, that can be killed and starved. */
export interface IntakeProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** SIGKILL: nothing is closed, nothing is flushed. */
  kill(): Promise<void>;
}

/** Serves `folder` in another process; `fileBlocks` is the largest file it may write, in blocks of 512 bytes. */
export async function startIntakeProcess(
  folder: string,
  options: { readonly fileBlocks?: number; readonly uid?: number } = {},
): Promise<IntakeProcess> {
  const script = fileURLToPath(import.meta.resolve("./intake-child.ts"));
  const command = 'test -z "$1" || ulimit -S -f "$1"; shift; exec "$@"';
  const blocks = options.fileBlocks === undefined ? "" : String(options.fileBlocks);
  const args = ["-c", command, "sh", blocks, process.execPath, script, folder];
  const child = spawn("sh", args, {
    stdio: ["ignore", "pipe", "inherit"],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
  });
  const lines = createInterface({ input: child.stdout });
  const [url] = (await once(lines, "line")) as [string];
  return {
    url,
    child,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Lifts a running process' limit on file sizes, where the system has a tool for it. */
export function liftFileLimit({ child }: IntakeProcess): void {
  execFileSync(LIMITER, ["--pid", String(child.pid), "--fsize=unlimited"]);
}

/** Can limits of running processes be changed here? */
export function canLiftLimits(): boolean {
  try {
    execFileSync(LIMITER, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

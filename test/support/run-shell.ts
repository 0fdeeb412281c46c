import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** Node compiles the same files for every process; this halves what the second one takes. */
export const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), `depmap-compiled-${process.pid}`) };

/** What a real `depmap …` in a shell printed, and how it ended. */
export interface ShellRun {
  readonly code: number | null;
  readonly out: string;
  readonly complaints: string;
}

/** Runs `node src/main.ts` with these words, and with these variables alone. */
export async function runShell(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ShellRun> {
  const child = spawn(process.execPath, ["src/main.ts", ...words], {
    env: { ...COMPILED, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [code, out, complaints] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, complaints };
}

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

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
    env: environment,
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

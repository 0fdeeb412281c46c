import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";

/**
 * A real Chromium: the one that `DEPMAP_BROWSER` points to, the one of the npm package, or an installed Chrome.
 *
 * undefined where none starts, after saying aloud why; under `CI=true` that is a failure.
 */
export async function startBrowser(): Promise<Browser | undefined> {
  const failures: string[] = [];
  for (const [name, launch] of ways()) {
    try {
      return await launch();
    } catch (fault) {
      failures.push(`${name}: ${String(fault).split("\n")[0]}`);
    }
  }
  const message = `no browser started, so nothing was seen in one. ${failures.join("; ")}`;
  if (process.env["CI"] === "true") throw new Error(message);
  process.stderr.write(`${message}; set DEPMAP_BROWSER to the path of a Chromium\n`);
  return undefined;
}

function ways(): [name: string, launch: () => Promise<Browser>][] {
  const path = process.env["DEPMAP_BROWSER"];
  if (path) return [["DEPMAP_BROWSER", () => chromium.launch({ executablePath: path })]];
  return [
    ["@sparticuz/chromium", launchPackaged],
    ["Chrome", () => chromium.launch({ channel: "chrome" })],
  ];
}

async function launchPackaged(): Promise<Browser> {
  const executablePath = await sparticuz.executablePath();
  if (!existsSync(executablePath)) throw new Error("it has no binary for this platform");
  // Not the package's own flags: they switch web security off, and end the browser with its first window.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

import { userInfo } from "node:os";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { renderText } from "../adapters/chat/terminal/render-text.ts";
import { readSourceFiles } from "../adapters/sources/files/read-source-files.ts";
import type { Config } from "../config.ts";
import { DepmapError, messageOf } from "../model/errors.ts";
import { captureFile } from "../terminal/capture-file.ts";
import { importPaths } from "../terminal/import-paths.ts";
import { originCases } from "../terminal/origin-case.ts";
import { runTerminal, type ShellCommand } from "../terminal/terminal.ts";
import { auditRowsOf } from "../workflows/audit-rows.ts";
import { verifyAudit } from "../workflows/verify-audit.ts";
import { SOURCES } from "./import-into.ts";
import { openMap } from "./open-map.ts";
import { openParts } from "./parts.ts";

const print = (text: string) => void process.stdout.write(`${text}\n`);
const complain = (text: string) => void process.stderr.write(`${text}\n`);

/** Runs one command line in this process and gives its exit code. */
export async function runShell(config: Config, words: readonly string[]): Promise<number> {
  // Lines for a log would stand between the lines of the answer.
  const quiet = { ...config, DEPMAP_LOG_LEVEL: "silent" as const };
  return await runTerminal(
    {
      shellCommands: shellCommands(quiet),
      openMap: (files) => openMap(quiet, files, complain),
      render: (reply) =>
        renderText(reply, { width: process.stdout.columns ?? 100, colour: process.stdout.isTTY }),
      user: userName(),
      print,
      complain,
    },
    words,
  );
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user-${process.getuid?.() ?? "unknown"}`;
  }
}

function shellCommands(config: Config): readonly ShellCommand[] {
  return [
    {
      name: "serve",
      usage: "serve",
      summary: "Serve the local workspace, the webhooks and the briefings (npm start)",
      run() {
        throw new DepmapError("bad-input", "serve takes no further words");
      },
    },
    {
      name: "import",
      usage: "import PATH… [--dry-run] [--json] [--force] [--as NAME]",
      summary: "Read estate.yaml files and Kubernetes manifests into the map",
      run: (words) => runImport(config, words),
    },
    {
      name: "capture",
      usage: "capture FILE [--json]",
      summary: "Read dependencies out of threads (one JSON object a line)",
      run(words) {
        const { positionals } = readFlags(words, { json: { type: "boolean" } });
        const [path] = positionals;
        if (path && positionals.length === 1) return captureFile(path, print, complain);
        throw new DepmapError(
          "bad-input",
          "capture needs one file of threads, one JSON object a line",
        );
      },
    },
    {
      name: "origin",
      usage: "origin --case FILE… [--json]",
      summary: "Rank the probable origins of recorded cases",
      run(words) {
        const { values, positionals } = readFlags(words, {
          json: { type: "boolean" },
          case: { type: "string", multiple: true, default: [] },
        });
        const files = [...values.case, ...positionals];
        if (files.length === 0) throw new DepmapError("bad-input", "origin needs --case FILE…");
        return originCases(files, print, complain);
      },
    },
    {
      name: "verify-audit",
      usage: "verify-audit",
      summary: "Check the audit log's chain of hashes, row by row",
      run(words) {
        if (words.length === 0) return verify(config);
        throw new DepmapError("bad-input", "verify-audit takes no further words");
      },
    },
  ];
}

/** A shell command's flags and other words. Throws `bad-input` for a flag that it does not know. */
function readFlags<Options extends NonNullable<ParseArgsConfig["options"]>>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (cause) {
    // Its further sentences are about arguments that begin with a dash.
    const [why] = messageOf(cause).split(". ");
    throw new DepmapError("bad-input", `${why}; depmap help shows what there is`, { cause });
  }
}

async function verify(config: Config): Promise<number> {
  const parts = await openParts(config);
  try {
    const verdict = await verifyAudit(auditRowsOf(parts.store));
    print(verdict.sentence);
    if (verdict.intact && verdict.last)
      print(`last row ${verdict.last.number}: ${verdict.last.hash}`);
    return verdict.intact ? 0 : 1;
  } finally {
    await parts.close();
  }
}

async function runImport(config: Config, words: readonly string[]): Promise<number> {
  const { values, positionals: paths } = readFlags(words, {
    "dry-run": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    force: { type: "boolean", default: false },
    environment: { type: "string", default: config.DEPMAP_ENVIRONMENT },
    as: { type: "string" },
  });
  const { "dry-run": dryRun, ...flags } = values;
  const common = {
    paths,
    flags: { ...flags, dryRun },
    sources: SOURCES,
    readFiles: readSourceFiles,
    print,
    complain,
  };
  const actor = `import by ${userName()}`;
  if (dryRun) return await importPaths({ ...common, clock: { now: () => Date.now() }, actor });
  const parts = await openParts(config);
  try {
    return await importPaths({ ...common, store: parts.store, clock: parts.clock, actor });
  } finally {
    await parts.close();
  }
}

import { renderText } from "../adapters/chat/terminal/render-text.ts";
import type { Config } from "../config.ts";
import { DepmapError } from "../model/errors.ts";
import { captureFile } from "../terminal/capture-file.ts";
import { originCases } from "../terminal/origin-case.ts";
import { readFlags } from "../terminal/read-flags.ts";
import { runTerminal, type ShellCommand } from "../terminal/terminal.ts";
import { auditRowsOf } from "../workflows/map/audit-rows.ts";
import { verifyAudit } from "../workflows/map/verify-audit.ts";
import { runExport, runImport, runMigrate, userName } from "./moving.ts";
import { openMap } from "./open-map.ts";
import { openParts } from "./parts.ts";
import { complain } from "./watched.ts";

const print = (text: string) => void process.stdout.write(`${text}\n`);

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
      summary: "Read estate.yaml files and Kubernetes manifests into the map, or an export",
      run: (words) => runImport(config, words),
    },
    {
      name: "export",
      usage: "export FILE.jsonl[.gz]",
      summary: "Write the whole map to a file (- prints it), for import into an empty one",
      run: (words) => runExport(config, words),
    },
    {
      name: "migrate",
      usage: "migrate",
      summary: "Bring the map's store to this version's schema, as every start does",
      run: (words) => runMigrate(config, words),
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

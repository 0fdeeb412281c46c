import { rmSync } from "node:fs";
import { userInfo } from "node:os";
import { readSourceFiles } from "../adapters/sources/files/read-source-files.ts";
import type { Config } from "../config.ts";
import { DepmapError } from "../model/errors.ts";
import type { GraphStore } from "../ports/graph-store.ts";
import { exportFile, partialFileOf } from "../terminal/export-file.ts";
import { importPaths } from "../terminal/import-paths.ts";
import { readFlags } from "../terminal/read-flags.ts";
import { isExportFile, restoreFile } from "../terminal/restore-file.ts";
import { SOURCES } from "./import-into.ts";
import { openParts } from "./parts.ts";
import { complain, progressHere, watched } from "./watched.ts";

const print = (text: string) => void process.stdout.write(`${text}\n`);

/** Who runs this; a container may run under a number that has no name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user-${process.getuid?.() ?? "unknown"}`;
  }
}

/** `depmap export FILE`: writes everything in the map's store to a file, for another store to take in. */
export async function runExport(config: Config, words: readonly string[]): Promise<number> {
  const [path, ...more] = readFlags(words, {}).positionals;
  if (path === undefined || more.length > 0) {
    throw new DepmapError("bad-input", "export needs one file, such as: export map.jsonl.gz");
  }
  const parts = await openParts(config);
  try {
    const goOn = "nothing was exported; run it again";
    // What is retracted, proposed and audited is not counted: a share that is off by a little says enough.
    const { sources } = parts.snapshots.current();
    const about = sources.reduce((sum, { facts }) => sum + facts + 1, 0);
    const tidy = () => rmSync(partialFileOf(path), { force: true });
    await watched({ label: "exporting", goOn, tidy }, (show) =>
      exportFile({
        path,
        store: parts.store,
        now: parts.clock.now(),
        onProgress: (done) => show(done, about),
        standardOutput: process.stdout,
        say: path === "-" ? complain : print,
      }),
    );
    return 0;
  } finally {
    await parts.close();
  }
}

/** `depmap migrate`: brings the store's schema to this version, and says what it was. */
export async function runMigrate(config: Config, words: readonly string[]): Promise<number> {
  if (words.length > 0) throw new DepmapError("bad-input", "migrate takes no further words");
  const parts = await openParts(config);
  try {
    const { before, after } = await parts.store.migrate();
    const where = config.NEO4J_URI
      ? `Neo4j at ${new URL(config.NEO4J_URI).host}`
      : parts.inDataFolder("graph.sqlite");
    const change = before === after ? "as it was" : `before: ${before}`;
    print(`${where}: schema ${after} (${change})`);
    return 0;
  } finally {
    await parts.close();
  }
}

/** `depmap import PATH…`: files of any source into the map, or an export into an empty one. */
export async function runImport(config: Config, words: readonly string[]): Promise<number> {
  const { values, positionals: paths } = readFlags(words, {
    "dry-run": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    force: { type: "boolean", default: false },
    environment: { type: "string", default: config.DEPMAP_ENVIRONMENT },
    as: { type: "string" },
  });
  const { "dry-run": dryRun, ...flags } = values;
  const exported = (await Promise.all(paths.map(isExportFile))).indexOf(true);
  if (exported !== -1 && paths.length > 1) {
    const why = `${paths[exported]} is an export: it goes by itself, into an empty map`;
    throw new DepmapError("bad-input", `${why}; import the other files after it`);
  }
  const run = (store?: GraphStore) =>
    exported === -1
      ? importFiles(paths, { ...flags, dryRun }, store)
      : restoreExport(paths[exported] as string, flags.json, store);
  if (dryRun) return await run();
  const parts = await openParts(config);
  try {
    return await run(parts.store);
  } finally {
    await parts.close();
  }
}

async function importFiles(
  paths: readonly string[],
  flags: Parameters<typeof importPaths>[0]["flags"],
  store: GraphStore | undefined,
): Promise<number> {
  const goOn = "run the same import again: nothing is said twice";
  // Making claims of files holds up everything, Ctrl-C included, unless nobody listens for it.
  const reading = progressHere("reading files:");
  return await importPaths({
    paths,
    flags,
    sources: SOURCES,
    async readFiles(all) {
      const found = await readSourceFiles(all);
      reading.show(found.files.length);
      return found;
    },
    store: store && {
      say(saying) {
        reading.end();
        return watched({ label: `importing ${saying.source.name}`, goOn }, (show) =>
          store.say(saying, show),
        );
      },
    },
    clock: { now: () => Date.now() },
    actor: `import by ${userName()}`,
    print(text) {
      reading.end();
      print(text);
    },
    complain,
  });
}

async function restoreExport(
  path: string,
  json: boolean,
  store: GraphStore | undefined,
): Promise<number> {
  const goOn = `run it again to go on where it stopped: import ${path}`;
  return await restoreFile({
    path,
    store,
    json,
    watch: (label, work) => watched({ label, goOn }, work),
    print,
    complain,
  });
}

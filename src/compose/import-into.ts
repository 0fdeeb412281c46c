import { createEstateSource } from "../adapters/sources/estate/estate-source.ts";
import { readSourceFiles } from "../adapters/sources/files/read-source-files.ts";
import { createKubernetesSource } from "../adapters/sources/kubernetes/kubernetes-source.ts";
import { DepmapError } from "../model/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { GraphStore } from "../ports/graph-store.ts";
import { importGraph, type ImportReport } from "../workflows/map/import-graph.ts";

/** Everything that can be imported, in the order in which files are offered to it. */
export const SOURCES = [createEstateSource(), createKubernetesSource()];

/** Imports files into a store and tells what it did. Throws `bad-input` when nothing at all could be read. */
export async function importInto(
  { store, clock }: { readonly store: GraphStore; readonly clock: Clock },
  paths: readonly string[],
  environment: string,
): Promise<ImportReport> {
  const report = await importGraph({
    paths,
    sources: SOURCES,
    readFiles: readSourceFiles,
    store,
    clock,
    environment,
    actor: "depmap",
  });
  const claims = report.sources.reduce((sum, source) => sum + source.claims.length, 0);
  if (claims > 0) return report;
  const [first] = report.skipped;
  const why = first ? `${first.path}: ${first.why}` : "no file was found";
  throw new DepmapError(
    "bad-input",
    `nothing could be read from ${paths.join(", ")} (${why}); look with: depmap import ${paths[0]} --dry-run`,
  );
}

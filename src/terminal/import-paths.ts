import type { Claim } from "../model/assertion.ts";
import type { ComponentKind } from "../model/component.ts";
import { usualStrength } from "../model/dependency.ts";
import { DepmapError } from "../model/errors.ts";
import { mergeClaims } from "../model/folding/merge-claims.ts";
import { plainLine } from "../model/plain-text.ts";
import {
  importGraph,
  type Import,
  type ImportedSource,
  type ImportReport,
} from "../workflows/map/import-graph.ts";

/** What `depmap import` is asked to do. */
export interface ImportFlags {
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly environment: string;
  readonly as?: string | undefined;
}

const KEPT =
  "The graph store is away: the import is kept in the data folder's journal. It goes in once the store is back, by a running depmap or by the next depmap command that uses this folder. Nothing needs to be imported again.";

/** How many lines of each list a person is shown. */
const SHOWN = 10;

/**
 * `depmap import PATH…`: imports, prints what came of it, and gives the exit code.
 *
 * 0 when all was written or kept for a store that is away, or would have been; 1 when a source was refused or nothing was found. `--dry-run --json`
 * prints components, dependencies and what was skipped, and stores nothing.
 */
export async function importPaths({
  paths,
  flags,
  print,
  complain,
  ...tools
}: Pick<Import, "paths" | "sources" | "readFiles" | "store" | "clock" | "actor"> & {
  readonly flags: ImportFlags;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}): Promise<number> {
  if (paths.length === 0) {
    throw new DepmapError(
      "bad-input",
      "import needs a file or a folder, such as: import k8s/ estate.yaml",
    );
  }
  const report = await importGraph({ ...tools, ...flags, paths });
  if (flags.json) print(JSON.stringify(flags.dryRun ? contentsOf(report) : changesOf(report)));
  else for (const line of linesOf(report, flags.dryRun ?? false)) print(plainLine(line));

  if (!flags.json && report.sources.some((source) => source.report?.kept)) print(KEPT);

  const found = report.sources.some(({ claims }) => claims.length > 0);
  if (!found) {
    complain(
      `nothing to import in ${paths.join(" ")}: ${report.fileCount} YAML or JSON files were read, and none says anything about components`,
    );
  }
  const refused = report.sources.filter((source) => source.refused !== undefined);
  for (const { refused: why } of refused) complain(plainLine(`refused: ${why}`));
  return found && refused.length === 0 ? 0 : 1;
}

/** All that the files say, sources taken together. */
function contentsOf({ sources, skipped }: ImportReport) {
  const kinds = new Map<string, ComponentKind>();
  const dependencies: object[] = [];
  const bySureness = sources
    .flatMap(({ claims }) => claims)
    .toSorted((first, second) => second.confidence - first.confidence);
  for (const { fact, evidence } of mergeClaims(bySureness).values()) {
    if (fact.type === "component") kinds.set(fact.component.id, fact.component.kind);
    if (fact.type !== "dependency") continue;
    const { consumer, provider, coupling, strength = usualStrength(coupling) } = fact.dependency;
    dependencies.push({ consumer, provider, coupling, strength, evidence });
    // The store makes ends that nobody describes into services, and so do we.
    for (const end of [consumer, provider]) if (!kinds.has(end)) kinds.set(end, "service");
  }
  return {
    components: [...kinds].map(([id, kind]) => ({ id, kind })),
    dependencies,
    skipped: skipped.map(({ path, why }) => ({ path, why })),
  };
}

function changesOf({ sources, skipped }: ImportReport) {
  return {
    sources: sources.map(({ source, report, refused, isPartial }) => ({
      source: source.name,
      added: report?.added ?? [],
      changed: report?.changed ?? [],
      retracted: report?.retracted ?? [],
      unchanged: report?.unchanged ?? 0,
      partial: isPartial,
      ...(report?.kept ? { kept: true } : {}),
      ...(refused === undefined ? {} : { refused }),
    })),
    skipped: skipped.map(({ path, why }) => ({ path, why })),
  };
}

function* linesOf(
  { sources, skipped, fileCount }: ImportReport,
  dryRun: boolean,
): Generator<string> {
  const width = Math.max(6, ...sources.map(({ source }) => source.name.length));
  yield `${"source".padEnd(width)}  components  dependencies  other  ${dryRun ? "(dry run: nothing was stored)" : "added  changed  retracted  unchanged"}`;
  for (const { source, claims, report } of sources) {
    const [components, dependencies] = [
      countOf(claims, "component"),
      countOf(claims, "dependency"),
    ];
    const other = claims.length - components - dependencies;
    yield `${source.name.padEnd(width)}  ${count(components, 10)}  ${count(dependencies, 12)}  ${count(other, 5)}  ${changeWords(report)}`.trimEnd();
  }
  for (const source of sources) yield* changeLines(source);
  yield `${fileCount} files read, ${skipped.length === 0 ? "nothing" : skipped.length} skipped${skipped.length > 0 ? ":" : ""}`;
  yield* some(skipped.map(({ path, why }) => `  ${path}  ${why}`));
}

function changeWords(report: ImportedSource["report"]): string {
  if (!report) return "";
  const { added, changed, retracted, unchanged, kept } = report;
  if (kept) return "kept for later";
  return `${count(added.length, 5)}  ${count(changed.length, 7)}  ${count(retracted.length, 9)}  ${count(unchanged, 9)}`;
}

function* changeLines({ source, report, isPartial }: ImportedSource): Generator<string> {
  if (isPartial && report) {
    yield `${source.name}: a part could not be read, so nothing was taken back`;
  }
  const news = report?.unchanged || report?.changed.length || report?.retracted.length;
  // On a first import everything is new: the table says it all.
  yield* some((news ? (report?.added ?? []) : []).map((key) => `  + ${key}`));
  yield* some((report?.changed ?? []).map((key) => `  ~ ${key}`));
  yield* some((report?.retracted ?? []).map((key) => `  - ${key}`));
}

function* some(lines: readonly string[]): Generator<string> {
  yield* lines.slice(0, SHOWN);
  if (lines.length > SHOWN) yield `  +${lines.length - SHOWN} more (--json shows all)`;
}

function countOf(claims: readonly Claim[], type: Claim["fact"]["type"]): number {
  return claims.filter(({ fact }) => fact.type === type).length;
}

function count(amount: number, width: number): string {
  return String(amount).padStart(width);
}

import type { Claim, Source } from "../../model/assertion.ts";
import { DepmapError } from "../../model/errors.ts";
import { mergeClaims } from "../../model/folding/merge-claims.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FilesRead, GraphSource, Skipped, SourceFile } from "../../ports/graph-source.ts";
import type { GraphStore, SayingReport } from "../../ports/graph-store.ts";

/** What to import, and with what. */
export interface Import {
  readonly paths: readonly string[];
  readonly sources: readonly GraphSource[];
  readonly readFiles: (paths: readonly string[]) => Promise<FilesRead>;
  /** Where it goes; a dry run needs none. */
  readonly store?: Pick<GraphStore, "say"> | undefined;
  readonly clock: Clock;
  /** For names in files that do not say it. */
  readonly environment: string;
  /** Names the tree, instead of the names of the paths. */
  readonly as?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** Allows a retraction of more than 20 % of a source's claims. */
  readonly force?: boolean | undefined;
  readonly actor: string;
}

/** What one source said in this import, one claim per fact. */
export interface ImportedSource {
  readonly source: Source;
  readonly claims: readonly Claim[];
  /** What became of it; unset in a dry run and when it was refused. */
  readonly report?: SayingReport | undefined;
  /** Why nothing of it was written. */
  readonly refused?: string | undefined;
  /** Something could not be read: nothing was taken back. */
  readonly isPartial: boolean;
}

/** What an import did. */
export interface ImportReport {
  readonly sources: readonly ImportedSource[];
  /** In the order of the files. */
  readonly skipped: readonly Skipped[];
  readonly fileCount: number;
}

/**
 * Reads files into the map, each source of claims for itself.
 *
 * A source is named after its reader and the tree that was read, `kubernetes:manifests`, so that another folder takes
 * back nothing of the first. What the same tree said before and does not say now is taken back, unless a part
 * of it could not be read. A source that would take back too much is refused, and the others go on.
 */
export async function importGraph(wanted: Import): Promise<ImportReport> {
  const { files, skipped: unreadable } = await wanted.readFiles(wanted.paths);
  const skipped = [...unreadable, ...files.filter(nobodyReads(wanted.sources)).map(notUnderstood)];
  const imported: ImportedSource[] = [];
  for (const reader of wanted.sources) {
    const understood = files.filter((file) => reader.understands(file));
    if (understood.length === 0) continue;
    const tree = wanted.as ?? treeOf(understood);
    for (const found of reader.read(understood, { environment: wanted.environment })) {
      skipped.push(...found.skipped);
      const source = { ...found.source, name: sourceName(found.source.name, tree) };
      const claims = [...mergeClaims(found.claims).values()];
      const isPartial = [...unreadable, ...found.skipped].some(({ unread }) => unread);
      const outcome = wanted.dryRun ? {} : await say(wanted, source, claims, isPartial);
      imported.push({ source, claims, isPartial, ...outcome });
    }
  }
  return { sources: imported, skipped, fileCount: files.length };
}

async function say(
  { store, clock, force = false, actor }: Import,
  source: Source,
  claims: readonly Claim[],
  isPartial: boolean,
): Promise<{ report: SayingReport } | { refused: string }> {
  if (!store) throw new DepmapError("bad-input", "an import that is no dry run needs a store");
  // Whoever forces it means what is there now, broken parts or not.
  const complete = !isPartial || force;
  try {
    return { report: await store.say({ source, at: clock.now(), claims, complete, force, actor }) };
  } catch (fault) {
    if (!(fault instanceof DepmapError) || fault.code !== "mass-retraction") throw fault;
    const advice = "If this is another tree, name it with --as NAME; if it is right, add --force.";
    return { refused: `${fault.message}. ${advice}` };
  }
}

/** The names of the paths from which the files came: `manifests`, or `edge+money` for two. */
function treeOf(files: readonly SourceFile[]): string {
  const names = files.map(({ tree }) => (tree ?? "files").replace(/\.(ya?ml|json)$/i, ""));
  return [...new Set(names)].toSorted().join("+");
}

function sourceName(reader: string, tree: string): string {
  return `${reader}:${tree.replaceAll(/[\s\p{C}]+/gu, "-")}`.slice(0, 200);
}

function nobodyReads(sources: readonly GraphSource[]): (file: SourceFile) => boolean {
  return (file) => !sources.some((source) => source.understands(file));
}

function notUnderstood({ path }: SourceFile): Skipped {
  return { path, why: "neither Kubernetes manifests nor an estate file: left out" };
}

import type { Claim, Source } from "../model/assertion.ts";

/** A file as the importer sees it. */
export interface SourceFile {
  /** Relative to what was imported; used as evidence. */
  readonly path: string;
  readonly text: string;
  /** The last name of the file or folder that was asked for; it keeps two imported trees apart. */
  readonly tree?: string | undefined;
}

/** Something that was not understood, and what to do about it. */
export interface Skipped {
  /** With the line where there is one: `manifests/cart.yaml:31`. */
  readonly path: string;
  readonly why: string;
  /** Set when facts that were claimed before may stand there unread: they must not be taken back for it. */
  readonly unread?: boolean | undefined;
}

/** The files of an import, and those that were left out. */
export interface FilesRead {
  readonly files: readonly SourceFile[];
  readonly skipped: readonly Skipped[];
}

/** What one reader found. */
export interface Found {
  readonly source: Source;
  readonly claims: readonly Claim[];
  readonly skipped: readonly Skipped[];
}

/** Reads one kind of configuration. Pure over the files' text; one bad record never stops the rest. */
export interface GraphSource {
  /** Such as `kubernetes` or `estate`. */
  readonly name: string;
  /** Does this reader understand the file? Several may. */
  understands(file: SourceFile): boolean;
  /** All claims of the files it understands, taken together (a Service in one, its Deployment in another). */
  read(files: readonly SourceFile[], options: { readonly environment: string }): readonly Found[];
}

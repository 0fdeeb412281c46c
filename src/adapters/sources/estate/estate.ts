import type { Claim } from "../../../model/assertion.ts";
import type { ComponentId } from "../../../model/component.ts";
import type { EstateDocument } from "./estate-document.ts";
import type { NamePlace } from "./estate-names.ts";
import type { Problem } from "./read-record.ts";

/** An estate file with what its names are read against. */
export interface Estate extends NamePlace {
  readonly document: EstateDocument;
  /** Every component that any of the files declares. */
  readonly declared: ReadonlySet<ComponentId>;
  /** Every team that any of the files declares. */
  readonly teams: ReadonlySet<string>;
}

/** Claims and problems of one part of a file; a claim's evidence is a path in the document until it is a line. */
export interface Part {
  readonly claims: readonly (Omit<Claim, "evidence"> & { readonly path: readonly PropertyKey[] })[];
  readonly problems: readonly Problem[];
}

/** The named records under one of the file's top keys; none when it holds something else. */
export function recordsUnder({ document }: Estate, key: string): [name: string, value: unknown][] {
  const value = document.data[key];
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : [];
}

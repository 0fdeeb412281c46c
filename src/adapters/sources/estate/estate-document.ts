import { LineCounter, parseDocument } from "yaml";
import { messageOf } from "../../../model/errors.ts";
import { lineIn, linePlaces, type DoubleKey } from "./line-places.ts";

/** An `estate.yaml` as plain data, with the line of each part. */
export interface EstateDocument {
  readonly data: Readonly<Record<string, unknown>>;
  /** Keys that stand twice in one mapping; the last one counts. */
  readonly doubles: readonly DoubleKey[];
  /** The line of the deepest part of that path that there is. */
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Reads YAML text with aliases limited, or says with the line why it cannot be read.
 *
 * Whether keys stand twice is counted here: the parser's own check takes quadratic time on a long mapping.
 */
export function readEstateDocument(
  text: string,
): EstateDocument | { readonly why: string; readonly line: number } {
  const lineCounter = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, lineCounter.linePos(offset).line);
  if (hasSeveralDocuments(text)) {
    return { why: "several documents in one estate file: put each in its own file", line: 1 };
  }
  try {
    const document = parseDocument(text, {
      lineCounter,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
    });
    const [error] = document.errors;
    if (error) return { why: `not valid YAML: ${error.message}`, line: lineAt(error.pos[0]) };
    if (/(^|[\s{,"'])__proto__["']?\s*:/m.test(text)) {
      return { why: "`__proto__` is no name for anything; take it out", line: 1 };
    }
    const data: unknown = document.toJS({ maxAliasCount: 100 });
    if (typeof data !== "object" || data === null || Array.isArray(data)) {
      return { why: "an estate file is a mapping with `components:`, `teams:`, …", line: 1 };
    }
    const { places, doubles } = linePlaces(document.contents, lineAt);
    const lineOf = (path: readonly PropertyKey[]) => lineIn(places, path);
    return { data: data as Record<string, unknown>, doubles, lineOf };
  } catch (thrown) {
    return { why: `not readable: ${messageOf(thrown)}`, line: 1 };
  }
}

function hasSeveralDocuments(text: string): boolean {
  let separators = 0;
  let hasContent = false;
  for (const line of text.split("\n")) {
    const isSeparator = /^---(\s|$)/.test(line);
    if (isSeparator && (hasContent || separators > 0)) return true;
    if (isSeparator) separators += 1;
    else if (!/^\s*(#|%|$)/.test(line)) hasContent = true;
  }
  return false;
}

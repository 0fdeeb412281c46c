import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { messageOf } from "../../../model/errors.ts";

/** An `estate.yaml` as plain data, with the line of each part. */
export interface EstateDocument {
  readonly data: Readonly<Record<string, unknown>>;
  /** Keys that stand twice in one mapping; the last one counts. */
  readonly doubles: readonly { readonly key: string; readonly line: number }[];
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
    const lineOf = (path: readonly PropertyKey[]) => lineAt(offsetOf(document, path));
    const doubles = doubleKeys(document).map(({ key, offset }) => ({ key, line: lineAt(offset) }));
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

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === step);
      if (!pair) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as { range?: [number, number, number] } | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

function doubleKeys(document: Document): { key: string; offset: number }[] {
  const doubles: { key: string; offset: number }[] = [];
  const open: unknown[] = [document.contents];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isSeq(node)) for (const item of node.items) if (item) open.push(item);
    if (!isMap(node)) continue;
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      if (value) open.push(value);
      if (!isScalar(key)) continue;
      const name = String(key.value);
      if (seen.has(name)) doubles.push({ key: name, offset: key.range?.[0] ?? 0 });
      seen.add(name);
    }
  }
  return doubles;
}

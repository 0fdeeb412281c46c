import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";

/** One YAML document as plain data, with the line in its file of each part. */
export interface Chunk {
  readonly data: unknown;
  lineOf(path: readonly PropertyKey[], extraLines?: number): number;
}

/** Why a document was not read. */
export interface BadChunk {
  readonly why: string;
  readonly line: number;
  readonly isTemplate: boolean;
}

/**
 * Reads one document with aliases limited; undefined when there is nothing in it.
 *
 * The parser's own check for double keys is off: it takes quadratic time on a long mapping.
 */
export function readChunk(text: string, firstLine: number): Chunk | BadChunk | undefined {
  const lineCounter = new LineCounter();
  const lineAt = (offset: number) => firstLine + Math.max(1, lineCounter.linePos(offset).line) - 1;
  if (/(^|[\s{,"'])__proto__["']?\s*:/m.test(text)) {
    const why = "`__proto__` is no name for anything; take it out";
    return { why, line: firstLine, isTemplate: false };
  }
  const document = parseDocument(text, {
    lineCounter,
    uniqueKeys: false,
    prettyErrors: false,
    merge: true,
    logLevel: "error",
  });
  const [error] = document.errors;
  if (isTemplate(text, error !== undefined)) {
    const why =
      "a Helm template: run `helm template CHART > all.yaml` and import that file, with your values";
    return { why, line: firstLine, isTemplate: true };
  }
  if (error) {
    const line = lineAt(error.pos[0]);
    return { why: `not valid YAML: ${error.message}`, line, isTemplate: false };
  }
  const data: unknown = document.toJS({ maxAliasCount: 100 });
  if (data === null || data === undefined) return undefined;
  return {
    data,
    lineOf: (path, extraLines = 0) => {
      const { offset, isBlock } = positionOf(document, path);
      return lineAt(offset) + (isBlock ? 1 + extraLines : 0);
    },
  };
}

/** `{{` inside a text is common (dashboards, alert texts); one that breaks the YAML, or stands for a name, is Helm's. */
function isTemplate(text: string, isBroken: boolean): boolean {
  return (
    text.includes("{{") &&
    (isBroken || /^(\{\{|[ \t]*(- )?(name|kind|apiVersion):\s*["']?\{\{)/m.test(text))
  );
}

/** Where the value at the path begins, or the deepest part of the path that there is. */
function positionOf(
  document: Document,
  path: readonly PropertyKey[],
): { offset: number; isBlock: boolean } {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === step);
      if (!pair) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else break;
  }
  if (!isScalar(node)) return { offset, isBlock: false };
  const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
  return { offset: startOf(node) ?? offset, isBlock };
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null | undefined)?.range?.[0];
}

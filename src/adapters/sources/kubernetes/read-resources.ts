import type { Skipped, SourceFile } from "../../../ports/graph-source.ts";
import { messageOf } from "../../../model/errors.ts";
import { readChunk, type Chunk } from "./yaml-chunk.ts";

/** One Kubernetes object as it is written, before anybody has checked its shape. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly value: unknown;
  /** `file:line` of the deepest part of that path that there is; `extraLines` down in a block of text. */
  placeOf(path: readonly PropertyKey[], extraLines?: number): string;
}

/**
 * Every object in a file: several documents, and the items of lists.
 *
 * Documents are cut apart before they are parsed, so that a broken one costs itself and not its neighbours.
 */
export function readResources(file: SourceFile): {
  readonly resources: readonly Resource[];
  readonly skipped: readonly Skipped[];
} {
  if (/(^|\/)Chart\.ya?ml$/.test(file.path)) {
    const why =
      "a Helm chart: run `helm template CHART > all.yaml` and import that file, with your values";
    return { resources: [], skipped: [{ path: file.path, why }] };
  }
  const resources: Resource[] = [];
  const skipped: Skipped[] = [];
  for (const { text, firstLine } of documentsOf(file.text)) {
    try {
      const chunk = readChunk(text, firstLine);
      if (chunk === undefined) continue;
      if ("why" in chunk) {
        const unread = !chunk.isTemplate;
        skipped.push({ path: `${file.path}:${chunk.line}`, why: chunk.why, unread });
        // One Helm template is like the next: the advice once per file is enough.
        if (chunk.isTemplate) break;
        continue;
      }
      for (const found of objectsIn(chunk, file.path, chunk.data, [])) {
        if ("why" in found) skipped.push(found);
        else resources.push(found);
      }
    } catch (thrown) {
      skipped.push({
        path: `${file.path}:${firstLine}`,
        why: `not readable: ${messageOf(thrown)}`,
        unread: true,
      });
    }
  }
  return { resources, skipped };
}

/** YAML forbids `---` at the start of a line inside any value: cutting there is always right. */
function documentsOf(text: string): { text: string; firstLine: number }[] {
  const documents: { text: string; firstLine: number }[] = [];
  let open: string[] = [];
  let firstLine = 1;
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (/^---(\s|$)/.test(line)) {
      documents.push({ text: open.join("\n"), firstLine });
      open = [line.replace(/^---/, "   ")];
      firstLine = index + 1;
    } else open.push(line);
  }
  documents.push({ text: open.join("\n"), firstLine });
  const saysNothing = (line: string) => /^\s*(?:$|[#%])/.test(line);
  return documents.filter((document) => !document.text.split("\n").every(saysNothing));
}

function* objectsIn(
  chunk: Chunk,
  path: string,
  value: unknown,
  base: readonly PropertyKey[],
): Generator<Resource | Skipped> {
  const place = (inner: readonly PropertyKey[], extraLines = 0) =>
    `${path}:${chunk.lineOf([...base, ...inner], extraLines)}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    yield { path: place([]), why: "not a Kubernetes object: expected a mapping" };
    return;
  }
  const { kind, apiVersion, items } = value as Record<string, unknown>;
  if (typeof kind !== "string" || kind === "") {
    yield { path: place([]), why: "not a Kubernetes object: it has no `kind`" };
    return;
  }
  if (kind.endsWith("List") && Array.isArray(items)) {
    if (base.length >= 10) yield { path: place([]), why: "lists in lists in lists: left out" };
    else {
      for (const [index, item] of items.entries()) {
        yield* objectsIn(chunk, path, item, [...base, "items", index]);
      }
    }
    return;
  }
  const version = typeof apiVersion === "string" ? apiVersion : "";
  yield { kind, apiVersion: version, value, placeOf: place };
}

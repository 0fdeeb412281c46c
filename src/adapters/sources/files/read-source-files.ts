import type { Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import type { FilesRead, Skipped, SourceFile } from "../../../ports/graph-source.ts";

/** How much one import reads at the most. */
interface Limits {
  readonly fileBytes: number;
  readonly files: number;
  readonly allBytes: number;
}
const LIMITS: Limits = { fileBytes: 5_000_000, files: 20_000, allBytes: 300_000_000 };

/**
 * The YAML and JSON files of the paths, folders with all that is in them, in the order of their names.
 *
 * Left out without a word: files with other endings, `node_modules` and folders whose names begin with a dot. Left out
 * with a reason: what is binary, too big or not readable, and links that lead out of the folder. Paths are relative to
 * the folder asked for; with several, its name stands first. Throws `bad-input` when there is no such file or folder.
 */
export async function readSourceFiles(
  paths: readonly string[],
  limits: Limits = LIMITS,
): Promise<FilesRead> {
  const files: SourceFile[] = [];
  const skipped: Skipped[] = [];
  const seen = new Set<string>();
  let characters = 0;
  for (const path of paths) {
    const root = resolve(path);
    const tree = basename(root) || "root";
    const isFolder = (await statOf(path)).isDirectory();
    const prefix = isFolder && paths.length > 1 ? `${tree}/` : "";
    for await (const found of isFolder
      ? walk(root)
      : [{ file: root, shown: tree, leftOut: undefined }]) {
      const name = `${prefix}${found.shown}`;
      if (found.leftOut) {
        skipped.push({ path: name, ...found.leftOut });
        continue;
      }
      const real = await realpath(found.file);
      if (seen.has(real)) continue;
      seen.add(real);
      if (files.length >= limits.files || characters > limits.allBytes) {
        const why = `more than ${limits.files} files or ${limits.allBytes / 1_000_000} MB: the rest was not read; import its folders one by one`;
        return { files, skipped: [...skipped, { path: name, why, unread: true }] };
      }
      const text = await textOf(found.file, limits.fileBytes);
      if (typeof text === "string") files.push({ path: name, text, tree });
      else skipped.push({ path: name, ...text });
      characters += typeof text === "string" ? text.length : 0;
    }
  }
  return { files, skipped };
}

async function statOf(path: string) {
  try {
    const found = await stat(path);
    if (found.isFile() || found.isDirectory()) return found;
  } catch (cause) {
    throw new DepmapError("bad-input", `cannot read ${path}: ${messageOf(cause)}`, { cause });
  }
  throw new DepmapError("bad-input", `${path} is neither a file nor a folder`);
}

interface Found {
  readonly file: string;
  /** Relative to the folder asked for, with `/` on every system. */
  readonly shown: string;
  readonly leftOut?: Omit<Skipped, "path"> | undefined;
}

async function* walk(root: string): AsyncGenerator<Found> {
  const home = await realpath(root);
  const visited = new Set([home]);
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const shown = (name: string) =>
      relative(root, join(folder ?? root, name))
        .split(sep)
        .join("/");
    const entries = await entriesOf(folder);
    if (!Array.isArray(entries)) {
      yield { file: folder, shown: shown("."), leftOut: { why: entries.why, unread: true } };
      continue;
    }
    const folders: string[] = [];
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = join(folder, entry.name);
      const kind = await kindOf(entry, file, home);
      if (kind === "outside") {
        const why = "a link that leads nowhere or out of the folder: not followed";
        if (hasEnding(entry.name)) yield { file, shown: shown(entry.name), leftOut: { why } };
      } else if (
        kind === "folder" &&
        entry.name !== "node_modules" &&
        !entry.name.startsWith(".")
      ) {
        const real = await realpath(file);
        if (!visited.has(real)) folders.push(file);
        visited.add(real);
      } else if (kind === "file" && hasEnding(entry.name)) {
        yield { file, shown: shown(entry.name) };
      }
    }
    open.push(...folders.toReversed());
  }
}

async function entriesOf(folder: string): Promise<Dirent[] | { why: string }> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    return { why: `the folder cannot be read: ${messageOf(thrown)}` };
  }
}

async function kindOf(
  entry: Dirent,
  file: string,
  home: string,
): Promise<"file" | "folder" | "outside" | "other"> {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) return "other";
  try {
    const real = await realpath(file);
    if (real !== home && !real.startsWith(home + sep)) return "outside";
    const target = await stat(real);
    return target.isFile() ? "file" : target.isDirectory() ? "folder" : "other";
  } catch {
    return "outside";
  }
}

function hasEnding(name: string): boolean {
  return /\.(ya?ml|json)$/i.test(name);
}

async function textOf(
  file: string,
  mostBytes: number,
): Promise<string | { why: string; unread: boolean }> {
  try {
    await using handle = await open(file, "r");
    const { size } = await handle.stat();
    const buffer = Buffer.allocUnsafe(Math.min(size, mostBytes) + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      ({ bytesRead: read } = await handle.read(buffer, length, buffer.length - length));
    }
    if (length > mostBytes) {
      const why = `bigger than ${mostBytes / 1_000_000} MB: not read; split it into several files`;
      return { why, unread: true };
    }
    const bytes = buffer.subarray(0, length);
    if (bytes.subarray(0, 8000).includes(0)) return { why: "binary: not read", unread: false };
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    return { why: `cannot be read as text: ${messageOf(thrown)}`, unread: true };
  }
}

import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readSourceFiles } from "../../../src/adapters/sources/files/read-source-files.ts";
import { asNobody } from "../../support/as-nobody.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "depmap-files-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function write(path: string, text: string | Uint8Array = "a: 1\n"): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

async function pathsOf(...paths: string[]) {
  const { files, skipped } = await readSourceFiles(paths.map((path) => join(home, path)));
  return { files: files.map(({ path }) => path), skipped: skipped.map(({ path }) => path) };
}

it("reads folders through and through, in the order of their names, relative to what was asked for", async () => {
  for (const path of ["k8s/b.yaml", "k8s/a/z.yml", "k8s/a/deep/x.json", "k8s/README.md"]) {
    await write(path);
  }

  expect(await pathsOf("k8s")).toEqual({
    files: ["b.yaml", "a/z.yml", "a/deep/x.json"],
    skipped: [],
  });
});

it("names the folder when several were asked for, and the tree of each file", async () => {
  await write("one/a.yaml");
  await write("two/a.yaml");
  await write("estate.yaml");

  const { files } = await readSourceFiles(
    ["one", "two", "estate.yaml"].map((path) => join(home, path)),
  );

  expect(files.map(({ path, tree }) => [path, tree])).toEqual([
    ["one/a.yaml", "one"],
    ["two/a.yaml", "two"],
    ["estate.yaml", "estate.yaml"],
  ]);
});

it("reads a file that was asked for by name whatever its ending, and no file twice", async () => {
  await write("k8s/all.txt");
  await write("k8s/a.yaml");

  expect((await pathsOf("k8s/all.txt", "k8s/a.yaml", "k8s")).files).toEqual(["all.txt", "a.yaml"]);
});

it("passes over node_modules and folders with a dot", async () => {
  await write("k8s/node_modules/x/a.yaml");
  await write("k8s/.git/a.yaml");

  expect(await pathsOf("k8s")).toEqual({ files: [], skipped: [] });
});

it("leaves out what is binary, no text, or too big, with the reason", async () => {
  await write("k8s/binary.yaml", new Uint8Array([97, 0, 98]));
  await write("k8s/latin.yaml", new Uint8Array([0xe9, 0x3a]));
  await write("k8s/big.yaml", "#".repeat(200));
  await write("k8s/good.yaml");

  const { files, skipped } = await readSourceFiles([join(home, "k8s")], {
    fileBytes: 100,
    files: 10,
    allBytes: 1000,
  });

  expect(files.map(({ path }) => path)).toEqual(["good.yaml"]);
  expect(skipped.map(({ path, unread }) => [path, unread])).toEqual([
    ["big.yaml", true],
    ["binary.yaml", false],
    ["latin.yaml", true],
  ]);
});

it("stops at the largest number of files, and says that the rest was not read", async () => {
  for (const name of ["a", "b", "c"]) await write(`k8s/${name}.yaml`);

  const { files, skipped } = await readSourceFiles([join(home, "k8s")], {
    fileBytes: 100,
    files: 2,
    allBytes: 1000,
  });

  expect(files).toHaveLength(2);
  expect(skipped).toMatchObject([{ path: "c.yaml", unread: true }]);
});

it("follows links within the folder, and none that leads out, in a circle or nowhere", async () => {
  await write("secret.yaml");
  await write("k8s/real/a.yaml");
  await symlink("../secret.yaml", join(home, "k8s/out.yaml"));
  await symlink("nowhere.yaml", join(home, "k8s/broken.yaml"));
  await symlink("real/a.yaml", join(home, "k8s/again.yaml"));
  await symlink("..", join(home, "k8s/real/round"));

  const found = await pathsOf("k8s");

  expect(found.files).toHaveLength(1);
  expect(found.skipped.toSorted()).toEqual(["broken.yaml", "out.yaml"]);
});

it("refuses a path that is not there: half an import would take the other half back", async () => {
  await expect(readSourceFiles([join(home, "k8s")])).rejects.toMatchObject({ code: "bad-input" });
});

it("reports a file that may not be read as unread", async () => {
  await chmod(await write("k8s/a.yaml"), 0o000);
  await chmod(home, 0o755);

  const { skipped } = await asNobody(() => readSourceFiles([join(home, "k8s")]));

  expect(skipped).toMatchObject([{ path: "a.yaml", unread: true }]);
});

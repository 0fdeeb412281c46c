import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { dependency, NOW, saying } from "../../../contracts/graph-store/sayings.ts";
import { asNobody } from "../../../support/as-nobody.ts";
import { createSqliteUnderTest } from "./sqlite-under-test.ts";

const run = promisify(execFile);
const LOOP = fileURLToPath(new URL("./say-in-a-loop.ts", import.meta.url));
const one = saying("import:estate", [dependency("a -> b")]);
const two = saying("import:estate", [dependency("b -> c")]);

let subject: Awaited<ReturnType<typeof createSqliteUnderTest>>;
beforeEach(async () => {
  subject = await createSqliteUnderTest();
});
afterEach(() => subject.dispose());

function away(words: RegExp): object {
  return { code: "graph-store-away", message: expect.stringMatching(words) };
}

it("does not make a file anew that has vanished: that would hide the loss", async () => {
  await subject.store.say(one);
  await rm(subject.path);

  await expect(subject.store.say(two)).rejects.toMatchObject(away(/it is gone; put it back/));
  await expect(stat(subject.path)).rejects.toMatchObject({ code: "ENOENT" });
});

it("goes on with the file that was put in its place", async () => {
  const other = await createSqliteUnderTest();
  await other.store.say(two);
  await other.store.close();
  await subject.store.say(one);
  await rm(subject.path);
  await expect(subject.store.version()).rejects.toMatchObject(away(/gone/));
  await rename(other.path, subject.path);

  const [only] = (await subject.store.snapshot(NOW)).components;
  expect(only?.id).toMatch(/b$/);
  await other.dispose();
});

it("refuses a file that is no database, and works once a good one is back", async () => {
  await subject.store.say(one);
  await subject.store.close();
  const good = await readFile(subject.path);
  await writeFile(subject.path, "once upon a time ".repeat(1000));
  const store = subject.openAnother();

  await expect(store.say(two)).rejects.toMatchObject(away(/put back a backup/));
  await expect(store.snapshot(NOW)).rejects.toMatchObject(away(/put back a backup/));
  await writeFile(subject.path, good);
  expect((await store.snapshot(NOW)).consumer).toHaveLength(1);
});

it("says so when the folder cannot be made, and works once it can", async () => {
  const folder = join(subject.path, "..");
  await writeFile(folder, "a file where the folder should be");
  await expect(subject.store.say(one)).rejects.toMatchObject(away(/check DEPMAP_DATA_DIR/));
  await rm(folder);

  expect(await subject.store.say(one)).toMatchObject({ unchanged: 0 });
});

it("refuses a file of a newer depmap and leaves it alone", async () => {
  await mkdir(join(subject.path, ".."));
  const newer = new DatabaseSync(subject.path);
  newer.exec("PRAGMA user_version = 99");
  newer.close();

  await expect(subject.store.say(one)).rejects.toMatchObject(away(/newer depmap/));
});

it("says that a file is read-only, and works once it is not", async () => {
  await subject.store.say(one);
  await subject.store.close();
  const folder = join(subject.path, "..");
  await chmod(join(folder, ".."), 0o755);
  await chmod(folder, 0o777);
  await chmod(subject.path, 0o444);
  const store = subject.openAnother();
  await asNobody(() => expect(store.say(two)).rejects.toMatchObject(away(/read-only/)));
  await chmod(subject.path, 0o666);

  expect(await store.say(two)).toMatchObject({ unchanged: 0 });
});

it.runIf(process.platform === "linux")(
  "says that the disk is full, keeps what it had, and works once there is room",
  async () => {
    await subject.store.say(one);
    // A limit on file sizes stands for a full disk: SQLite cannot write on.
    const script = `trap "" XFSZ; ulimit -f 800; exec "$0" "$@"`;
    const full = run("sh", ["-c", script, process.execPath, LOOP, subject.path, "many", "2000"]);
    await expect(full).rejects.toMatchObject({
      stderr: expect.stringMatching(/graph-store-away.*|cannot use the graph file .*(disk|space)/s),
    });

    const kept = (await subject.store.snapshot(NOW)).consumer.length;
    expect(kept).toBeGreaterThan(1);
    await subject.store.say(two);
    expect((await subject.store.snapshot(NOW)).consumer).toHaveLength(kept + 1);
  },
  30_000,
);

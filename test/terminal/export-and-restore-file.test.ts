import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import { exportFile } from "../../src/terminal/export-file.ts";
import { isExportFile, restoreFile } from "../../src/terminal/restore-file.ts";
import { dependency, NOW, saying } from "../contracts/graph-store/sayings.ts";

let folder: string;
let store: GraphStore;
let another: GraphStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "depmap-moving-"));
  store = createSqliteGraphStore({ path: join(folder, "one", "graph.sqlite") });
  another = createSqliteGraphStore({ path: join(folder, "two", "graph.sqlite") });
  await store.say(saying("import:estate", [dependency("web -> ledger")], { complete: true }));
});
afterEach(async () => {
  await store.close();
  await another.close();
  rmSync(folder, { recursive: true, force: true });
});

const inFolder = (name: string) => join(folder, name);

async function exportTo(path: string, more: { store?: GraphStore } = {}) {
  const said: string[] = [];
  const standardOutput = new PassThrough();
  const printed = text(standardOutput);
  const heard: number[] = [];
  await exportFile({
    path,
    store,
    now: NOW,
    onProgress: (done) => heard.push(done),
    standardOutput,
    say: (line) => said.push(line),
    ...more,
  });
  standardOutput.end();
  return { said, heard, printed: await printed };
}

async function restore(path: string, more: { store?: GraphStore; json?: boolean } = {}) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const watched: string[] = [];
  const exitCode = await restoreFile({
    path,
    watch(label, work) {
      watched.push(label);
      return work(() => undefined);
    },
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
    ...more,
  });
  return { exitCode, printed, complaints, watched };
}

describe("an export", () => {
  it("is a file for its owner alone, packed when its name says so", async () => {
    const plain = await exportTo(inFolder("map.jsonl"));
    await exportTo(inFolder("map.jsonl.gz"));

    const lines = readFileSync(inFolder("map.jsonl"), "utf8");
    expect(gunzipSync(readFileSync(inFolder("map.jsonl.gz"))).toString()).toBe(lines);
    expect(statSync(inFolder("map.jsonl")).mode & 0o777).toBe(0o600);
    expect(plain.said).toEqual([
      `exported 1 source, 1 assertion, 0 proposals, 0 incidents, 1 audit row to ${inFolder("map.jsonl")}`,
    ]);
    expect(plain.heard).toEqual([1, 2, 3]);
  });

  it("goes to standard output under the name -", async () => {
    await exportTo(inFolder("map.jsonl"));
    const { printed } = await exportTo("-");

    expect(printed).toBe(readFileSync(inFolder("map.jsonl"), "utf8"));
  });

  it("overwrites no file", async () => {
    writeFileSync(inFolder("estate.yaml"), "components:");

    await expect(exportTo(inFolder("estate.yaml"))).rejects.toMatchObject({ code: "bad-input" });
    expect(readFileSync(inFolder("estate.yaml"), "utf8")).toBe("components:");
  });

  it("leaves no half file when the store fails", async () => {
    const failing = { ...store, auditRows: () => Promise.reject(new Error("gone")) };

    await expect(exportTo(inFolder("map.jsonl"), { store: failing })).rejects.toThrow(
      /cannot write .*map\.jsonl: gone/,
    );
    expect(readdirSync(folder).toSorted()).toEqual(["one"]);
  });

  it("tells that the map changed while it was read", async () => {
    const busy: GraphStore = {
      ...store,
      async incidents(filter) {
        await store.say(saying("import:estate", [dependency("web -> mail")]));
        return await store.incidents(filter);
      },
    };
    const { said } = await exportTo(inFolder("map.jsonl"), { store: busy });

    expect(said).toEqual([expect.any(String), expect.stringMatching(/the map changed meanwhile/)]);
  });
});

describe("restoring an export", () => {
  it("says what is in it once it is in", async () => {
    await exportTo(inFolder("map.jsonl.gz"));
    const { exitCode, printed, watched } = await restore(inFolder("map.jsonl.gz"), {
      store: another,
    });

    expect(exitCode).toBe(0);
    expect(printed).toEqual([
      "restored 1 source, 1 assertion, 0 proposals, 0 incidents, 1 audit row; the audit log is intact, 1 rows",
    ]);
    expect(watched).toEqual(["checking", "restoring"]);
    expect((await another.snapshot(NOW)).consumer).toHaveLength(1);
  });

  it("only checks it when there is no store", async () => {
    await exportTo(inFolder("map.jsonl"));
    const { exitCode, printed } = await restore(inFolder("map.jsonl"), { json: true });

    expect(exitCode).toBe(0);
    expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
      { counts: { source: 1, assertion: 1, proposal: 0, incident: 0, audit: 1 } },
    ]);
  });

  it("writes nothing of a file that is damaged at its end", async () => {
    await exportTo(inFolder("map.jsonl"));
    const lines = readFileSync(inFolder("map.jsonl"), "utf8");
    const damaged = {
      "cut.jsonl": lines.slice(0, -200),
      "cut.jsonl.gz": gzipSync(lines).subarray(0, -20),
      "edited.jsonl": lines.replace("web", "wob"),
      "binary.jsonl": Buffer.from([0xff, 0xfe, 0x00, 0x80]),
    };
    for (const [name, content] of Object.entries(damaged)) {
      writeFileSync(inFolder(name), content);
      await expect(restore(inFolder(name), { store: another })).rejects.toMatchObject({
        code: "bad-input",
        message: expect.stringContaining(name),
      });
    }
    expect(await another.sources()).toEqual([]);
  });

  it("tells of an audit log that was broken before", async () => {
    const forging: GraphStore = {
      ...store,
      async auditRows(after) {
        const { items } = await store.auditRows(after);
        return { items: items.map((row) => ({ ...row, actor: "person:eve" })) };
      },
    };
    await exportTo(inFolder("map.jsonl"), { store: forging });
    const { exitCode, printed, complaints } = await restore(inFolder("map.jsonl"), {
      store: another,
    });

    expect(exitCode).toBe(1);
    expect(printed).toEqual([expect.stringMatching(/the audit log is broken at row 1/)]);
    expect(complaints).toEqual([expect.stringMatching(/broken where it was exported/)]);
  });
});

it("knows an export by its first line, whatever its name", async () => {
  await exportTo(inFolder("map.jsonl"));
  writeFileSync(inFolder("map.json"), readFileSync(inFolder("map.jsonl")));
  writeFileSync(inFolder("packed"), gzipSync(readFileSync(inFolder("map.jsonl"))));
  writeFileSync(inFolder("estate.yaml"), "components:\n  web: {}\n");

  const asked = ["map.json", "packed", "estate.yaml", "one", "nowhere"].map(inFolder);
  expect(await Promise.all(asked.map(isExportFile))).toEqual([true, true, false, false, false]);
  expect(await isExportFile(inFolder("damaged.jsonl.gz"))).toBe(true);
});

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GraphStore } from "../../../src/ports/graph-store.ts";
import { exportLines } from "../../../src/workflows/map/export-map.ts";
import { checkExport } from "../../../src/workflows/map/restore-map.ts";
import { createSqliteUnderTest } from "../../adapters/graph/sqlite/sqlite-under-test.ts";
import { dependency, NOW, proposal, saying } from "../../contracts/graph-store/sayings.ts";
import type { StoreUnderTest } from "../../contracts/graph-store/store-under-test.ts";

let subject: StoreUnderTest;
let lines: readonly string[];
beforeEach(async () => {
  subject = await createSqliteUnderTest();
  const { store } = subject;
  await store.say(saying("import:estate", [dependency("web -> ledger")], { complete: true }));
  await store.propose(proposal("p1"));
  lines = await exported(store);
});
afterEach(() => subject.dispose());

async function exported(store: GraphStore, now = NOW): Promise<string[]> {
  const all: string[] = [];
  for await (const line of exportLines(store, { now })) all.push(line);
  return all;
}

/** What a check of these lines says, counts or a complaint. */
async function check(all: readonly string[]): Promise<unknown> {
  async function* inTurn(): AsyncGenerator<string> {
    yield* all;
  }
  return await checkExport({ name: "map.jsonl", lines: inTurn }).catch(String);
}

describe("an export", () => {
  it("begins with what it is and ends with what it holds", () => {
    expect(lines).toHaveLength(6);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      depmap: "export",
      format: 1,
      at: "2026-03-02T03:00:00.000Z",
    });
    expect(JSON.parse(lines[5] ?? "")).toEqual({
      depmap: "end",
      counts: { source: 1, assertion: 1, proposal: 1, incident: 0, audit: 1 },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("is the same at another time, but for its date", async () => {
    const later = await exported(subject.store, NOW + 1000);

    expect(later[0]).not.toBe(lines[0]);
    expect(later.slice(1)).toEqual(lines.slice(1));
  });
});

describe("checking an export", () => {
  it("counts what is in it", async () => {
    expect(await check(lines)).toEqual({
      source: 1,
      assertion: 1,
      proposal: 1,
      incident: 0,
      audit: 1,
    });
  });

  it("notices wherever it was cut", async () => {
    for (const [place] of lines.entries()) {
      expect(await check(lines.slice(0, place))).toMatch(
        new RegExp(`map\\.jsonl:${place}: .*(cut short)`),
      );
    }
  });

  it("notices every line that is lost, repeated or moved", async () => {
    const inner = [1, 2, 3, 4];
    for (const place of inner) {
      const line = lines[place] as string;
      const edits = {
        lost: lines.toSpliced(place, 1),
        repeated: lines.toSpliced(place, 0, line),
        moved: lines.toSpliced(place, 1).toSpliced((place % 4) + 1, 0, line),
      };
      for (const [edit, edited] of Object.entries(edits)) {
        expect({ edit, said: await check(edited) }).toEqual({
          edit,
          said: expect.stringMatching(/map\.jsonl:\d+: (lines were added or lost|it was changed)/),
        });
      }
    }
  });

  it("notices every character that is changed in a record", async () => {
    const anywhere = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.nat(),
      fc.constantFrom("0", "x", "{"),
    );
    await fc.assert(
      fc.asyncProperty(anywhere, async ([place, at, other]) => {
        const line = lines[place] as string;
        const column = at % line.length;
        fc.pre(line[column] !== other);
        const edited = `${line.slice(0, column)}${other}${line.slice(column + 1)}`;

        expect(await check(lines.with(place, edited))).toMatch(/^DepmapError: map\.jsonl:\d: /);
      }),
    );
  });

  it.each([
    ["no record", '{"type":"secret"}', /^DepmapError: map\.jsonl:3: .*type/],
    ["no JSON", "components:", /map\.jsonl:3: no JSON/],
    [
      "a field that would be lost",
      '{"more":1,"source":{"completeAt":0,"name":"x","type":"import"},"type":"source"}',
      /map\.jsonl:3: .*does not know/,
    ],
    [
      "a fact under another fact's key",
      '{"assertion":{"confidence":1,"evidence":[],"fact":{"team":{"id":"a","name":"A"},"type":"team"},"factKey":"team b","firstSeen":1,"lastSeen":1,"source":{"name":"x","type":"import"}},"type":"assertion"}',
      /map\.jsonl:3: the fact's key/,
    ],
  ])("names the line that holds %s", async (_, line, complaint) => {
    expect(await check(lines.with(2, line))).toMatch(complaint);
  });

  it("takes no other file for an export", async () => {
    expect(await check(["components:", "  web: {}"])).toMatch(/map\.jsonl:1: this is no export/);
  });

  it("says that an export of a newer depmap needs that one", async () => {
    const header = '{"depmap":"export","format":2,"at":"2031-01-01T00:00:00.000Z"}';

    expect(await check(lines.with(0, header))).toMatch(/newer depmap \(format 2\)/);
  });

  it("refuses what stands behind the end", async () => {
    expect(await check([...lines, lines[1] as string])).toMatch(/map\.jsonl:7: more lines/);
  });
});

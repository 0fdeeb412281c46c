import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { Claim } from "../../src/model/assertion.ts";
import type { GraphSource, SourceFile } from "../../src/ports/graph-source.ts";

/** A reader of configuration under test. */
export interface SourceUnderTest {
  readonly source: GraphSource;
  /** Files that the reader understands without a word of complaint; two or more. */
  readonly files: readonly SourceFile[];
  /** Turns any value into a file that the reader should look into. */
  readonly fileOf: (value: unknown) => SourceFile;
}

const SETTINGS = { environment: "prod" };
const BOMB = [
  "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
  ...Array.from(
    { length: 12 },
    (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(", ")}]`,
  ),
].join("\n");

/** What every reader of configuration must do. Call it once per adapter. */
export function graphSourceContract(
  name: string,
  { source, files, fileOf }: SourceUnderTest,
): void {
  const read = (given: readonly SourceFile[]) => source.read(given, SETTINGS);
  const claimsOf = (given: readonly SourceFile[]) => read(given).flatMap(({ claims }) => claims);
  const facts = (given: readonly SourceFile[]) =>
    claimsOf(given)
      .map(({ fact, evidence }) => JSON.stringify([fact, evidence.toSorted()]))
      .toSorted();

  describe(`graph source contract: ${name}`, () => {
    it("claims valid facts of the sample, and skips nothing of it", () => {
      expect(files.every((file) => source.understands(file))).toBe(true);
      expect(claimsOf(files).map((claim) => Claim.safeParse(claim).error)).toEqual(
        claimsOf(files).map(() => undefined),
      );
      expect(claimsOf(files).length).toBeGreaterThan(5);
      expect(read(files).flatMap(({ skipped }) => skipped)).toEqual([]);
    });

    it("gives for each claim a line that there is", () => {
      const lines = new Map(files.map(({ path, text }) => [path, text.split("\n").length]));
      const places = claimsOf(files).flatMap(({ evidence }) => evidence);
      const nowhere = places.filter((place) => {
        const { path = "", line = "" } = /^(?<path>.*):(?<line>\d+)$/.exec(place)?.groups ?? {};
        return !(Number(line) >= 1 && Number(line) <= (lines.get(path) ?? 0));
      });

      expect(places.length).toBeGreaterThan(5);
      expect(nowhere).toEqual([]);
      expect(claimsOf(files).filter(({ evidence }) => evidence.length === 0)).toEqual([]);
    });

    it("says the same whatever the order of the files", () => {
      expect(facts(files.toReversed())).toEqual(facts(files));
    });

    it("says the same with Windows line ends and a byte order mark", () => {
      const windows = files.map(({ path, text }) => ({
        path,
        text: `\uFEFF${text.replaceAll("\n", "\r\n")}`,
      }));

      expect(facts(windows)).toEqual(facts(files));
    });

    it.each([
      ["broken YAML", 'a: "half\nb: [1, 2'],
      ["an alias bomb", BOMB],
      ["a reference to nothing", "a: *nothing"],
      ["a mapping without end", "a: &a\n  b: *a"],
      ["brackets as deep as the sea", "[".repeat(20_000)],
      ["nothing but separators", "---\n".repeat(200_000)],
      ["nothing but blank lines and braces", `{{\n${"\n ".repeat(100_000)}`],
      ["`__proto__`", "__proto__:\n  polluted: yes"],
      ["nothing at all", ""],
      ["control characters", "\u0000\u0001: \u0007"],
      ["a number", "7"],
    ])("loses nothing else to a file with %s", (_, text) => {
      const path = files[0]?.path.replace(/[^/]*$/, (last) => `bad-${last}`) ?? "";

      expect(facts([{ path, text }, ...files])).toEqual(facts(files));
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });

    it("says why, and with the line, when it cannot read a file", () => {
      const path = files[0]?.path ?? "";
      const skipped = read([{ path, text: BOMB }]).flatMap((found) => found.skipped);

      expect(skipped.length).toBeGreaterThan(0);
      expect(skipped[0]?.path).toMatch(/:\d+$/);
      expect(skipped[0]?.unread).toBe(true);
    });

    it("reads any value at all without a fault, and claims only valid facts", () => {
      const anything = fc.anything({ withNullPrototype: false, maxDepth: 5 });
      fc.assert(
        fc.property(anything, (value) => {
          const claims = claimsOf([fileOf(plain(value))]);

          expect(claims.filter((claim) => !Claim.safeParse(claim).success)).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });

    it("reads the sample with anything anywhere in it without a fault", () => {
      const odd = fc.oneof(
        fc.constantFrom(
          null,
          "",
          "x",
          "../..",
          "a/b/c/d",
          0,
          -1,
          1e300,
          true,
          [],
          {},
          [[]],
          "é\u0000",
        ),
        fc.jsonValue(),
        fc.string({ maxLength: 400, minLength: 300 }),
      );
      fc.assert(
        fc.property(fc.nat(), odd, (seed, value) => {
          const { path, text } = files[seed % files.length] ?? { path: "", text: "" };
          const changed = [{ path, text: withOdd(text, seed, value) }];

          const claims = claimsOf(changed);

          expect(claims.filter((claim) => !Claim.safeParse(claim).success)).toEqual([]);
        }),
        { numRuns: 100 },
      );
    }, 20_000);
  });
}

/** The value as YAML can hold it. */
function plain(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? "null");
  } catch {
    return null;
  }
}

/** The text with one of its values, or one of its keys, replaced. */
function withOdd(text: string, seed: number, value: unknown): string {
  const lines = text.split("\n");
  const index = seed % lines.length;
  const line = lines[index] ?? "";
  const { indent = "", key = "" } = /^(?<indent>[\s-]*)(?<key>[^:\s]+):/.exec(line)?.groups ?? {};
  const flow = stringify(value, { collectionStyle: "flow", lineWidth: 0 })
    .trim()
    .replaceAll("\n", " ");
  lines[index] = seed % 3 === 0 ? `${indent}? ${flow}\n${indent}: x` : `${indent}${key}: ${flow}`;
  return lines.join("\n");
}

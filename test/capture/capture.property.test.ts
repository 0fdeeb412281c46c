import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capture } from "../../src/capture/capture.ts";
import { endKey, type End } from "../../src/capture/captured.ts";
import type { Lexicon } from "../../src/capture/lexicon.ts";
import { LIBRARY } from "../support/read-sentence.ts";

/** Words that set off rules, names, marks, and whatever else people type. */
const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...'the loans fines Redis shelf-db Kafka mailer it they which that this because so when due to by from in on of and or not no longer removed replaced with uses depends failed was is unable reads writes queue table job service (a ) , . ; : - -> ? ! \' \u2019s `x` "A B" 10:04 https://a.example/b such as without share its outage of requests to calls them both'.split(
        " ",
      ),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(" "));
const thread = fc.array(fc.record({ author: fc.constantFrom("ann", "ben"), text }), {
  maxLength: 5,
});

function standsIn(end: End, words: string, known: ReadonlySet<string>): boolean {
  return "known" in end ? known.has(end.known) : words.includes(end.new);
}

describe("capture of anything that people may type", () => {
  it("quotes what stands there, names what stands there, and connects nothing with itself", () => {
    fc.assert(
      fc.property(thread, (lines) => {
        const known = new Set<string>(LIBRARY.idOf.values());
        const all = lines.map((line) => line.text).join("\n");
        for (const found of capture(lines, LIBRARY)) {
          expect(lines[found.message]?.text).toContain(found.quote);
          for (const end of [found.consumer, found.provider]) {
            expect(standsIn(end, all, known)).toBe(true);
          }
          expect(endKey(found.consumer)).not.toBe(endKey(found.provider));
          expect(found.confidence).toBeGreaterThan(0);
          expect(found.confidence).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same for the same", () => {
    fc.assert(
      fc.property(thread, (lines) => {
        expect(capture(lines, LIBRARY)).toEqual(capture(structuredClone(lines), LIBRARY));
      }),
      { numRuns: 100 },
    );
  });

  it("finds each change of each pair once", () => {
    fc.assert(
      fc.property(thread, (lines) => {
        const keys = capture(lines, LIBRARY).map(
          ({ change, consumer, provider }) => `${change} ${endKey(consumer)} ${endKey(provider)}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 150 },
    );
  });
});

/** A lexicon that counts how often it is asked: the work of finding names. */
function counting(lexicon: Lexicon): { readonly lexicon: Lexicon; readonly count: () => number } {
  let asked = 0;
  const idOf = new Map(lexicon.idOf);
  const get = idOf.get.bind(idOf);
  idOf.get = (key) => {
    asked += 1;
    return get(key);
  };
  return { lexicon: { ...lexicon, idOf }, count: () => asked };
}

const MEGABYTE = 1_000_000;

describe("capture of hostile text", () => {
  it.each([
    "a",
    ".",
    "(a ",
    "Redis and loans ",
    "which uses ",
    "they failed so it failed. ",
    "removed,Redis,by,removing,",
  ])(
    "reads a megabyte of %j in work that grows with its length alone",
    (seed) => {
      const { lexicon, count } = counting(LIBRARY);
      const line = (size: number) => [
        { author: "mallory", text: seed.repeat(Math.ceil(size / seed.length)) },
      ];
      capture(line(MEGABYTE / 10), lexicon);
      const small = count();

      capture(line(MEGABYTE), lexicon);

      expect(count() - small).toBeLessThanOrEqual(12 * small + 1000);
    },
    60_000,
  );

  it("reads a thread of 200 messages, each sentence once", () => {
    const { lexicon, count } = counting(LIBRARY);
    const message = {
      author: "ann",
      text: "Loans rely on Redis, which the indexer fills. It failed because shelf-db was down, and they could not reach it.",
    };
    capture([message], lexicon);
    const one = count();

    const found = capture(
      Array.from({ length: 200 }, () => message),
      lexicon,
    );

    expect(count() - one).toBe(200 * one);
    expect(found.length).toBeGreaterThan(2);
    expect(found.length).toBeLessThan(12);
  });
});

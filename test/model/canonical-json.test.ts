import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "../../src/model/canonical-json.ts";

/** The same value with the keys of each object the other way round. */
function turnedRound(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnedRound);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turnedRound(inner)]),
  );
}

it("gives one text for a value, whatever the order of its keys, and loses nothing of it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const text = canonicalJson(value);

      expect(canonicalJson(turnedRound(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

it("keeps even the key that makes a prototype", () => {
  const text = '{"__proto__":{"a":1},"b":2}';

  expect(canonicalJson(JSON.parse('{"b":2,"__proto__":{"a":1}}'))).toBe(text);
  expect(canonicalJson(JSON.parse(text))).toBe(text);
});

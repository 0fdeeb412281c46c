import { expect, it } from "vitest";
import { blastRadius } from "../../src/analysis/blast-radius.ts";
import { fallbacks } from "../../src/analysis/fallbacks.ts";
import { graphOf, idOf } from "../support/graph-of.ts";

it("tells the usable, the lost and who has none, in the order of harm", () => {
  const map = graphOf(
    ["safe -> x", { fallback: "spare" }],
    ["fooled -> x", { fallback: "twin" }],
    "twin -> x",
    "bare -> x",
    ["fine -> other", { fallback: "spare" }],
  );
  const found = fallbacks(map, blastRadius(map, [idOf("x")]));

  expect(found.usable).toEqual([
    { consumer: idOf("safe"), provider: idOf("x"), fallback: idOf("spare"), isUnmapped: false },
  ]);
  expect(found.lost).toEqual([
    {
      consumer: idOf("fooled"),
      provider: idOf("x"),
      fallback: idOf("twin"),
      fallbackState: "down",
      isUnmapped: false,
    },
  ]);
  expect(found.without).toEqual([idOf("bare"), idOf("twin")]);
});

it("leaves out fallbacks from providers that still run", () => {
  const map = graphOf("a ~> x", ["a -> calm", { fallback: "spare" }]);
  const found = fallbacks(map, blastRadius(map, [idOf("x")]));

  expect(found).toEqual({ usable: [], lost: [], without: [idOf("a")] });
});

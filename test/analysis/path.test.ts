import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { path } from "../../src/analysis/path.ts";
import { graphOf, idOf } from "../support/graph-of.ts";

/** The chains as `a > b > c`. */
function chainsOf(found: ReturnType<typeof path>): string[] {
  if (!("chains" in found)) return [];
  return found.chains.map(({ links }) =>
    [links[0]?.consumer, ...links.map(({ provider }) => provider)]
      .map((id) => id?.split("/")[2])
      .join(" > "),
  );
}

describe("path", () => {
  const map = graphOf("a -> b", "b -> d", "a -> c", "c -> x", "x -> d", [
    "a -> d",
    { confidence: 0.2 },
  ]);

  it("tells the shortest chain first, then the others", () => {
    expect(chainsOf(path(map, idOf("a"), idOf("d")))).toEqual([
      "a > d",
      "a > b > d",
      "a > c > x > d",
    ]);
  });

  it("tells no more than asked", () => {
    expect(chainsOf(path(map, idOf("a"), idOf("d"), 1))).toEqual(["a > d"]);
  });

  it("prefers the surest of equally short ones, and says how sure it is", () => {
    const two = graphOf(
      ["a -> b", { confidence: 0.5 }],
      "b -> d",
      ["a -> c", { confidence: 0.7 }],
      "c -> d",
    );
    const found = path(two, idOf("a"), idOf("d"));

    expect(chainsOf(found)).toEqual(["a > c > d", "a > b > d"]);
    expect(found).toMatchObject({ chains: [{ confidence: 0.7 }, { confidence: 0.5 }] });
  });

  it("counts two couplings between the same two as one chain", () => {
    expect(chainsOf(path(graphOf("a -> b", "a -event-> b"), idOf("a"), idOf("b")))).toEqual([
      "a > b",
    ]);
  });

  it("says so when only the other direction exists", () => {
    const found = path(map, idOf("d"), idOf("b"));

    expect(found.kind).toBe("reversed");
    expect(chainsOf(found)).toEqual(["b > d"]);
  });

  it("says so when neither depends on the other, or both are one", () => {
    expect(path(map, idOf("b"), idOf("c"))).toEqual({ kind: "none" });
    expect(path(map, idOf("b"), idOf("b"))).toEqual({ kind: "same" });
  });

  it("refuses what the map does not know", () => {
    expect(() => path(map, idOf("a"), idOf("nobody"))).toThrow(
      expect.objectContaining({ code: "unknown-component" }),
    );
  });

  it("finds every chain without a circle when enough are asked for, the shortest first", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const arrows = fc.uniqueArray(fc.tuple(name, name), {
      minLength: 1,
      maxLength: 14,
      selector: String,
    });
    fc.assert(
      fc.property(arrows, (pairs) => {
        const drawn = graphOf(
          "a -> e",
          ...pairs.map(
            ([one, other]) => `${one} ${one === "a" && other === "e" ? "-event->" : "->"} ${other}`,
          ),
        );
        const found = chainsOf(path(drawn, idOf("a"), idOf("e"), 1000));
        const lengths = found.map((chain) => chain.length);

        expect(found.toSorted()).toEqual(allChains([["a", "e"], ...pairs], ["a"], "e").toSorted());
        expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
      }),
    );
  });
});

/** All chains without a circle, by trying every one of them. */
function allChains(
  pairs: readonly (readonly string[])[],
  soFar: readonly string[],
  end: string,
): string[] {
  const last = soFar.at(-1);
  if (last === end) return [soFar.join(" > ")];
  const next = new Set(pairs.filter(([one]) => one === last).map(([, other]) => other as string));
  return [...next]
    .filter((other) => !soFar.includes(other))
    .flatMap((other) => allChains(pairs, [...soFar, other], end));
}

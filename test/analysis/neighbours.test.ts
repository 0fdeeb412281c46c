import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dependsOn, usedBy } from "../../src/analysis/neighbours.ts";
import { reach, reachable } from "../../src/analysis/reach.ts";
import { graphOf, idOf } from "../support/graph-of.ts";

const map = graphOf(
  "web -> cart",
  "web -> auth",
  "cart -> db",
  "auth -> db",
  "db -> disk",
  "disk -> web",
);

describe("dependsOn and usedBy", () => {
  it("list the nearest first, equal hops by id, each once and not the component itself", () => {
    const found = dependsOn(map, idOf("web"), 9).map(({ component, hops }) => [component, hops]);

    expect(found).toEqual([
      [idOf("auth"), 1],
      [idOf("cart"), 1],
      [idOf("db"), 2],
      [idOf("disk"), 3],
    ]);
  });

  it.each([0, 1, 2, 3])("go no further than asked: %i", (depth) => {
    const hops = usedBy(map, idOf("db"), depth).map((neighbour) => neighbour.hops);

    expect(Math.max(0, ...hops)).toBe(depth);
  });

  it("tell the surest dependency that leads there", () => {
    const two = graphOf(["a -> b", { confidence: 0.3 }], ["a -event-> b", { confidence: 0.8 }]);

    expect(dependsOn(two, idOf("a"), 1)[0]?.dependency.coupling).toBe("event");
    expect(usedBy(two, idOf("b"), 1)[0]?.dependency.consumer).toBe(idOf("a"));
  });

  it("refuse what the map does not know", () => {
    expect(() => usedBy(map, idOf("nobody"), 1)).toThrow(
      expect.objectContaining({ code: "unknown-component" }),
    );
  });

  it("are each other's mirror image", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const arrows = fc.uniqueArray(fc.tuple(name, name), { minLength: 1, selector: String });
    fc.assert(
      fc.property(arrows, fc.integer({ min: 1, max: 4 }), (pairs, depth) => {
        const forth = graphOf(...pairs.map(([one, other]) => `${one} -> ${other}`));
        const back = graphOf(...pairs.map(([one, other]) => `${other} -> ${one}`));
        const start = idOf(pairs[0]?.[0] ?? "a");
        const short = ({ component, hops }: { component: string; hops: number }) => [
          component,
          hops,
        ];

        expect(dependsOn(forth, start, depth).map(short)).toEqual(
          usedBy(back, start, depth).map(short),
        );
      }),
    );
  });
});

describe("reach", () => {
  it("counts all that the failure could harm, and agrees with the list", () => {
    const start = map.indexOf.get(idOf("db")) as number;
    const names = [...reachable(map, start)].map((index) => map.components[index]?.id);

    expect(reach(map, start)).toBe(4);
    expect(new Set(names)).toEqual(new Set(["auth", "cart", "disk", "web"].map(idOf)));
  });

  it("is the number of users at any depth where every dependency can do harm", () => {
    const users = usedBy(map, idOf("disk"), Infinity);

    expect(reach(map, map.indexOf.get(idOf("disk")) as number)).toBe(users.length);
  });
});

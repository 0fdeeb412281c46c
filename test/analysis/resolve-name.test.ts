import { describe, expect, it } from "vitest";
import { resolveName } from "../../src/analysis/resolve-name.ts";
import { dependencyOf, snapshotOf } from "../support/graph-of.ts";

const map = snapshotOf(
  [dependencyOf("checkout -> redis-cart"), dependencyOf("checkout -> ledger")],
  {
    components: [
      { id: "prod/shop/ledger", aliases: ["The Book", "cart"] },
      { id: "staging/shop/checkout" },
      { id: "prod/pay/cart-service" },
      { id: "prod/pay/cartservice" },
      { id: "prod/pay/tables/orders" },
      { id: "prod/web/cart" },
    ],
  },
);

function idFor(asked: string): string {
  const found = resolveName(map, asked);
  return found.kind === "known" ? found.component.id : found.kind;
}

describe("resolveName", () => {
  it.each([
    ["the whole id", "prod/shop/redis-cart", "prod/shop/redis-cart"],
    ["an id in another case", "PROD/shop/Redis-Cart", "prod/shop/redis-cart"],
    ["an id with other dashes", "prod/shop/redis_cart", "prod/shop/redis-cart"],
    ["a name", "redis-cart", "prod/shop/redis-cart"],
    ["a name without its dash", "RedisCart", "prod/shop/redis-cart"],
    ["a name with a space", " redis cart ", "prod/shop/redis-cart"],
    ["an alias", "the book", "prod/shop/ledger"],
    ["an alias with underscores", "the_book", "prod/shop/ledger"],
    ["a namespace and a name", "pay/cart-service", "prod/pay/cart-service"],
    ["a name that holds a slash", "tables/orders", "prod/pay/tables/orders"],
    [
      "what is spelt exactly, though another is spelt nearly so",
      "cartservice",
      "prod/pay/cartservice",
    ],
    ["a name rather than another's alias", "cart", "prod/web/cart"],
  ])("finds %s", (_, asked, id) => {
    expect(idFor(asked)).toBe(id);
  });

  it.each(["redis", "ledge", "checkout-service", "orders", "shop", "", "prod/shop", "/", "🦆"])(
    "does not guess from %j",
    (asked) => {
      expect(idFor(asked)).toBe("unknown");
    },
  );

  it("names all that a shared name may mean, by id", () => {
    const found = resolveName(map, "Checkout");

    expect(found).toMatchObject({
      kind: "ambiguous",
      candidates: [{ id: "prod/shop/checkout" }, { id: "staging/shop/checkout" }],
    });
  });

  it("finds one of them by its namespace only when that tells them apart", () => {
    expect(idFor("shop/checkout")).toBe("ambiguous");
    expect(idFor("staging/shop/checkout")).toBe("staging/shop/checkout");
  });

  it("is unsure when a forgiven spelling fits two", () => {
    expect(idFor("cart_service")).toBe("ambiguous");
  });

  it("offers at most three similar names, the nearest first", () => {
    const found = resolveName(map, "redis-crat");
    if (found.kind !== "unknown") throw new Error(found.kind);

    expect(found.similar.length).toBeLessThanOrEqual(3);
    expect(found.similar[0]?.id).toBe("prod/shop/redis-cart");
  });

  it("knows similar aliases", () => {
    expect(resolveName(map, "teh book")).toMatchObject({ similar: [{ id: "prod/shop/ledger" }] });
  });

  it("offers nothing when nothing is near, or nothing was asked", () => {
    expect(resolveName(map, "")).toMatchObject({ similar: [] });
    expect(resolveName(map, "xyzzyqqq")).toMatchObject({ similar: [] });
  });
});

import { expect, it } from "vitest";
import { keyOf, lexiconOf } from "../../src/capture/lexicon.ts";

const ask = (name: string, ...components: [id: string, name: string, ...aliases: string[]][]) =>
  lexiconOf(components.map(([id, own, ...aliases]) => ({ id, name: own, aliases }))).idOf.get(
    keyOf(name),
  );

it.each(["Hold queue", "hold-queue", "hold_queue", "HoldQueue", "HOLD QUEUE", "hold queues"])(
  "knows %s, however it is written",
  (name) => {
    expect(ask(name.replace(/s$/, ""), ["q", "Hold queue"])).toBe("q");
  },
);

it("knows initials of long names", () => {
  expect(ask("NLB", ["lb", "Network Load Balancer"])).toBe("lb");
});

it("knows a product without its maker", () => {
  expect(ask("S3", ["store", "AWS S3"])).toBe("store");
});

it("gives a short name that two could have to neither", () => {
  expect(ask("ledger", ["a", "Ledger API"], ["b", "Ledger app"])).toBeUndefined();
});

it("shortens no name to a word of every text", () => {
  expect(ask("services", ["aws", "AWS services"])).toBeUndefined();
  expect(ask("search", ["s", "Search API"])).toBeUndefined();
});

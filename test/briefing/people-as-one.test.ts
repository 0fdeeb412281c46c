import { expect, it } from "vitest";
import { peopleAsOne } from "../../src/briefing/people-as-one.ts";

it("adds up what people said for themselves, as of the last of them, and leaves the rest", () => {
  const sources = [
    { source: "person:U1", facts: 2, lastSeen: 5 },
    { source: "estate", facts: 9, lastSeen: 3 },
    { source: "person:U2", facts: 1, lastSeen: 8 },
  ];

  expect(peopleAsOne(sources)).toEqual([
    { source: "estate", facts: 9, lastSeen: 3 },
    { source: "people", facts: 3, lastSeen: 8 },
  ]);
});

it("makes up no people where nobody spoke", () => {
  expect(peopleAsOne([])).toEqual([]);
});

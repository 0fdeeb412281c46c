import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  channelMatches,
  namedIn,
} from "../../../../src/workflows/stories/channels/channel-matches.ts";
import { channelName } from "../../../../src/workflows/stories/channels/find-channel.ts";

const incidents = [
  { id: "P7Q2XYZ", number: 42, title: "Checkout is slow" },
  { id: "PLEDGER", number: 43, title: "Ledger is down" },
  { id: "P3", number: undefined, title: "No number yet" },
];

function about(name: string, topic = "", pattern = "inc-{number}-{title}"): string[] {
  return channelMatches({ name, topic }, incidents, pattern).map(({ id }) => id);
}

describe("channelMatches", () => {
  it.each([
    ["inc-42-checkout-is-slow", ""],
    ["inc-42-a-title-that-somebody-changed", ""],
    ["inc-42", ""],
    ["incident-42", ""],
    ["pd_42_checkout", ""],
    ["war-room-p7q2xyz", ""],
    ["war-room", "PagerDuty incident 42"],
    ["war-room", "Incident #42: all hands"],
    ["war-room", "see https://shop.pagerduty.example/incidents/P7Q2XYZ"],
    ["outage-tuesday", "#42"],
  ])("knows #%s with the topic “%s” for incident 42's", (name, topic) => {
    expect(about(name, topic)).toEqual(["P7Q2XYZ"]);
  });

  it.each([
    ["team-42", ""],
    ["release-2042", "sprint 42"],
    ["inc-4", ""],
    ["inc-420", ""],
    ["shop-help", "fixed by shop/web#42"],
    ["shop-help", "pull request #42"],
    ["zinc-42", ""],
    ["p3", ""],
  ])("takes #%s with the topic “%s” for nobody's", (name, topic) => {
    expect(about(name, topic)).toEqual([]);
  });

  it("finds the id where an incident has no number", () => {
    expect(about("inc-p3-no-number-yet")).toEqual(["P3"]);
  });

  it("gives every incident that a topic names", () => {
    expect(about("war-room", "incident 42 and incident 43")).toEqual(["P7Q2XYZ", "PLEDGER"]);
  });

  it("takes no channel for an incident's because the pattern is only a number", () => {
    expect(about("general", "", "{number}")).toEqual([]);
    expect(about("42", "", "{number}")).toEqual(["P7Q2XYZ"]);
  });

  it("knows its own names again, whatever the pattern and the title", () => {
    const piece = fc.stringMatching(/^[a-z.$(+ -]{0,8}$/);
    fc.assert(
      fc.property(piece, piece, fc.string(), fc.nat(99_999), (before, between, title, number) => {
        const incident = { id: "PABC123", number, title };
        const pattern = `${before}{number}${between}{title}`;
        const name = channelName(pattern, incident);

        expect(channelMatches({ name }, [incident], pattern)).toEqual([incident]);
      }),
    );
  });
});

it("says whether a channel speaks of an incident that nobody knows yet", () => {
  const pattern = "inc-{number}";

  expect(namedIn({ name: "inc-77" }, pattern).isAboutOne).toBe(true);
  expect(namedIn({ name: "coffee", topic: "#1 of the week" }, pattern).isAboutOne).toBe(false);
});

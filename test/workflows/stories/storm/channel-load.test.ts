import fc from "fast-check";
import { expect, it } from "vitest";
import { channelLoad, STORM } from "../../../../src/workflows/stories/storm/channel-load.ts";

const MINUTE = 60_000;
const NOW = 10 * MINUTE;

function posts(...begun: readonly (readonly [name: string, secondsAgo: number])[]) {
  return begun.map(([name, secondsAgo], number) => ({
    key: `${name} ${number}`,
    subject: name === "rolled up" ? "roll-up C 1" : `P${number}`,
    at: NOW - secondsAgo * 1000,
  }));
}

const load = (begun: ReturnType<typeof posts>) => channelLoad(begun, NOW, STORM);

it("lets the first five stories of a minute have a message each", () => {
  const four = [40, 30, 20, 10].map((ago) => ["briefing", ago] as const);

  expect(load(posts(...four)).mayBrief).toBe(true);
  expect(load(posts(...four, ["briefing", 5])).mayBrief).toBe(false);
});

it("forgets what is older than the window", () => {
  const five = [90, 80, 70, 61, 60].map((ago) => ["briefing", ago] as const);

  expect(load(posts(...five))).toMatchObject({ mayBrief: true, line: "now", rollUp: undefined });
});

it("counts the stories of a roll-up, and keeps it for those that follow", () => {
  const begun = posts(["briefing", 50], ["rolled up", 40], ["rolled up", 20]);

  expect(load(begun)).toMatchObject({ mayBrief: false, line: "storm", rollUp: "roll-up C 1" });
});

it("ends a storm after half a minute without a story, when there were few", () => {
  expect(load(posts(["briefing", 55], ["rolled up", 31]))).toMatchObject({
    mayBrief: true,
    line: "now",
  });
});

it("ends a storm of many not before fewer than five are left in the window", () => {
  const many = [58, 57, 56, 55, 50].map((ago) => ["rolled up", ago] as const);

  expect(load(posts(...many))).toMatchObject({ mayBrief: false, overAt: NOW + 2000 });
});

it("lets a line wait until there is room for it when nothing is a storm", () => {
  const begun = posts(
    ["briefing", 50],
    ...[40, 30, 20, 15, 10, 5].map((ago) => ["line", ago] as const),
  );

  expect(load(begun).line).toEqual({ at: NOW + 10_000 });
});

it("counts no furnishing as a message", () => {
  const begun = posts(...Array.from({ length: 9 }, () => ["furnishing", 5] as const));

  expect(load(begun)).toMatchObject({ mayBrief: true, line: "now" });
});

it("never lets a channel have more than eight messages one by one in a window, whatever comes", () => {
  const comings = fc.array(
    fc.tuple(fc.constantFrom("story" as const, "line" as const), fc.nat({ max: 20_000 })),
    { maxLength: 120 },
  );
  fc.assert(
    fc.property(comings, (all) => {
      const begun: { key: string; subject: string; at: number }[] = [];
      let now = NOW;
      for (const [number, [kind, pause]] of all.entries()) {
        now += pause;
        const { mayBrief, line } = channelLoad(begun, now, STORM);
        const subject = "roll-up C 1";
        if (kind === "line" && line === "now")
          begun.push({ key: `line ${number}`, subject, at: now });
        if (kind === "line") continue;
        const key = mayBrief ? `briefing ${number}` : `rolled up ${number}`;
        begun.push({ key, subject, at: now });
      }
      const single = begun.filter(({ key }) => !key.startsWith("rolled up"));
      const crowd = Math.max(
        0,
        ...single.map(({ at }) => single.filter((b) => b.at > at - MINUTE && b.at <= at).length),
      );
      expect(crowd).toBeLessThanOrEqual(8);
    }),
  );
});

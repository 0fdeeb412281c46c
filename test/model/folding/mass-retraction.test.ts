import fc from "fast-check";
import { expect, it } from "vitest";
import { refuseMassRetraction } from "../../../src/model/folding/mass-retraction.ts";

function attempt(retracted: number, active: number, force: boolean): "free" | "forced" | "refused" {
  const keys = Array.from({ length: retracted }, (_, place) => `team t${place}`);
  try {
    return refuseMassRetraction({ source: { name: "estate" }, force }, keys, active)
      ? "forced"
      : "free";
  } catch {
    return "refused";
  }
}

it("lets a fifth go, or a single fact, and asks for force beyond", () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), fc.boolean(), (retracted, others, force) => {
      const active = retracted + others;
      const free = retracted < 2 || retracted * 5 <= active;

      expect(attempt(retracted, active, force)).toBe(free ? "free" : force ? "forced" : "refused");
    }),
  );
});

it("says how much would go, from whom, and what to do", () => {
  expect(() =>
    refuseMassRetraction({ source: { name: "estate" } }, ["team a", "team b"], 4),
  ).toThrow(
    'estate would take back 2 of its 4 facts (50 %), among them "team a"; check that it was read in full, or force it',
  );
});

import { describe, expect, it } from "vitest";
import { createTeller } from "../../../src/workflows/stories/story-teller.ts";

describe("createTeller", () => {
  it("tells once more, not fifty times, when fifty changes come during a telling", async () => {
    let told = 0;
    const teller = createTeller(async () => void (told += 1), 0);

    await Promise.all(Array.from({ length: 50 }, () => teller.tell("P1")));

    expect(told).toBe(1);
    const during = createTeller(async () => {
      told += 1;
      if (told === 2)
        await Promise.all(Array.from({ length: 50 }, async () => void during.tell("P1")));
    }, 0);
    await during.tell("P1");
    await during.tell("P1");
    expect(told).toBe(3);
  });

  it("never tells the same story twice at a time, and different stories side by side", async () => {
    const running = new Map<string, number>();
    let most = 0;
    let together = 0;
    const teller = createTeller(async (lead) => {
      running.set(lead, (running.get(lead) ?? 0) + 1);
      most = Math.max(most, running.get(lead) as number);
      together = Math.max(
        together,
        [...running.values()].reduce((a, b) => a + b, 0),
      );
      await new Promise((resolve) => setTimeout(resolve, 2));
      running.set(lead, (running.get(lead) as number) - 1);
    }, 0);

    const first = ["P1", "P2", "P1", "P2"].map((lead) => teller.tell(lead));
    await new Promise((resolve) => setTimeout(resolve, 1));
    await Promise.all([...first, teller.tell("P1"), teller.tell("P2")]);

    expect([most, together]).toEqual([1, 2]);
  });

  it("tells whoever waited that the telling failed, and tells again when asked again", async () => {
    let fails = true;
    const teller = createTeller(
      () => (fails ? Promise.reject(new Error("away")) : Promise.resolve()),
      0,
    );

    await expect(Promise.all([teller.tell("P1"), teller.tell("P1")])).rejects.toThrow("away");
    fails = false;

    await expect(teller.tell("P1")).resolves.toBeUndefined();
  });
});

import { expect, it } from "vitest";
import { createTurns } from "../../src/workflows/turns.ts";

it("lets work under one name wait for what came before, and no other", async () => {
  const inTurn = createTurns();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();

  const first = inTurn("thread", async () => {
    await gate.promise;
    done.push("first");
  });
  const second = inTurn("thread", async () => void done.push("second"));
  await inTurn("another thread", async () => void done.push("elsewhere"));
  gate.resolve();
  await Promise.all([first, second]);

  expect(done).toEqual(["elsewhere", "first", "second"]);
});

it("goes on after work that failed, and tells whoever asked for it", async () => {
  const inTurn = createTurns();

  const failed = inTurn("thread", () => Promise.reject(new Error("it broke")));
  const next = inTurn("thread", async () => "done");

  await expect(failed).rejects.toThrow("it broke");
  expect(await next).toBe("done");
});

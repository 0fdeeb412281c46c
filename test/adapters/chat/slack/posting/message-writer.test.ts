import { expect, it } from "vitest";
import { createMessageWriter } from "../../../../../src/adapters/chat/slack/posting/message-writer.ts";
import { Reply } from "../../../../../src/model/reply.ts";

const AT = { channel: "C1", message: "1.1" };

function saying(headline: string): Reply {
  return Reply.parse({ headline });
}

/** A writer whose edits take place when the test says so. */
function stepwise() {
  const shown: string[] = [];
  const steps: PromiseWithResolvers<void>[] = [];
  const writer = createMessageWriter(async (_, newest) => {
    const turn = Promise.withResolvers<void>();
    steps.push(turn);
    await turn.promise;
    shown.push(newest().headline);
  });
  const step = async (how: "go" | "fail" = "go") => {
    while (steps.length === 0) await Promise.resolve();
    const turn = steps.shift();
    if (how === "go") turn?.resolve();
    else turn?.reject(new Error("away"));
    await new Promise(setImmediate);
  };
  return { writer, shown, step };
}

it("makes one edit of all that were wished for before its turn, and answers everybody", async () => {
  const { writer, shown, step } = stepwise();
  const wishes = ["1", "2", "3"].map((words) => writer.write(AT, saying(words), 0));

  await step();

  await expect(Promise.all(wishes)).resolves.toHaveLength(3);
  expect(shown).toEqual(["3"]);
});

it("writes one message in order, one edit at a time", async () => {
  const { writer, shown, step } = stepwise();
  const first = writer.write(AT, saying("first"), 0);
  await step();
  const second = writer.write(AT, saying("second"), 0);
  await step();

  await Promise.all([first, second]);

  expect(shown).toEqual(["first", "second"]);
});

it("tells everybody who waited for an edit that failed, and goes on with the next", async () => {
  const { writer, shown, step } = stepwise();
  const failing = [writer.write(AT, saying("1"), 0), writer.write(AT, saying("2"), 0)];
  const outcome = Promise.allSettled(failing);
  await step("fail");
  const next = writer.write(AT, saying("3"), 0);
  await step();

  expect((await outcome).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await next;
  expect(shown).toEqual(["3"]);
});

it("lets no message wait for another", async () => {
  const { writer, shown, step } = stepwise();
  void writer.write(AT, saying("slow"), 0);
  void writer.write({ ...AT, message: "1.2" }, saying("other"), 0);

  await step();
  await step();

  expect(shown.toSorted()).toEqual(["other", "slow"]);
});

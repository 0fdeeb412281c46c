import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askingPromises } from "./chat/asking-promises.ts";
import type { ChatUnderTest, Check } from "./chat/chat-under-test.ts";
import { postingPromises } from "./chat/posting-promises.ts";

/** A promise that an adapter cannot keep, and why. */
export interface Difference {
  /** The test's whole name. */
  readonly test: string;
  readonly reason: string;
}

/** What every adapter of `ports/chat` must do. Call it in the adapter's own test, with a factory of empty products. */
export function chatContract(
  name: string,
  createChat: () => Promise<ChatUnderTest>,
  { differences = [] }: { readonly differences?: readonly Difference[] } = {},
): void {
  describe(`chat contract: ${name}`, () => {
    let subject: ChatUnderTest;
    beforeEach(async () => {
      subject = await createChat();
    });
    afterEach(() => subject.close());

    const promises: { readonly sentence: string; readonly check: Check }[] = [];
    for (const promisesOf of [postingPromises, askingPromises]) {
      promisesOf((sentence, check) => promises.push({ sentence, check }));
    }
    const differing = new Map(differences.map(({ test, reason }) => [test, reason]));

    it.each(promises.filter(({ sentence }) => !differing.has(sentence)))(
      "$sentence",
      async ({ check }) => {
        expect.hasAssertions();
        await check(subject);
      },
    );

    it("differs only where there is a promise", () => {
      const promised = new Set(promises.map(({ sentence }) => sentence));
      expect(differences.filter(({ test }) => !promised.has(test))).toEqual([]);
    });

    it.for(differences)("$test (differs: $reason)", ({ reason }, { skip }) => {
      skip(reason);
      expect.unreachable();
    });
  });
}

import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSeal } from "../../../../../src/adapters/chat/slack/install/seal.ts";
import { createSecret } from "../../../../../src/model/secret.ts";

const key = () => createSecret(randomBytes(32).toString("base64"));

describe("a seal", () => {
  it("gives back what it closed, and never closes the same way twice", () => {
    const seal = createSeal([key()]);

    fc.assert(
      fc.property(fc.string(), (text) => {
        const [one, other] = [seal.close("slack T1", text), seal.close("slack T1", text)];
        expect(seal.open("slack T1", one)).toBe(text);
        expect(one).not.toBe(other);
      }),
    );
  });

  it("shows nothing of what it closed", () => {
    expect(createSeal([key()]).close("slack T1", "xoxb-canary-token")).not.toContain("canary");
  });

  it("opens under no other id, with no other key, and nothing that was changed", () => {
    const seal = createSeal([key()]);
    const sealed = seal.close("slack T1", "xoxb-canary-token");
    const words = /cannot be opened with SLACK_TOKEN_KEYS; add the key/;

    expect(() => seal.open("slack T2", sealed)).toThrow(words);
    expect(() => createSeal([key()]).open("slack T1", sealed)).toThrow(words);
    // The last letter may carry bits that are not part of a byte.
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const flipped = sealed[at] === "A" ? "B" : "A";
      const changed = sealed.slice(0, at) + flipped + sealed.slice(at + 1);
      const opened = attempt(() => seal.open("slack T1", changed));
      expect(opened).toBeUndefined();
    }
    for (const none of ["", "v1", "v1.", "v1.AAAA", sealed.replace("v1", "v2")]) {
      expect(() => seal.open("slack T1", none)).toThrow(words);
    }
  });

  it("opens with the old key while keys rotate, and closes with the new one", () => {
    const [old, fresh] = [key(), key()];
    const sealed = createSeal([old]).close("slack T1", "token");
    const rotating = createSeal([fresh, old]);

    expect(rotating.open("slack T1", sealed)).toBe("token");
    expect(createSeal([fresh]).open("slack T1", rotating.close("slack T1", "token"))).toBe("token");
  });

  it.each(["", "short", randomBytes(31).toString("base64"), "not base64 !!!"])(
    "refuses the key %j, and says how to make one",
    (text) => {
      expect(() => createSeal([createSecret(text)])).toThrow(
        /SLACK_TOKEN_KEYS: each key must be 32 bytes as base64; make one with: openssl rand/,
      );
    },
  );
});

function attempt(open: () => string): string | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

import { expect, it } from "vitest";
import { sentencesOf } from "../../src/capture/sentences.ts";
import { tokensOf } from "../../src/capture/tokens.ts";

const words = (text: string) => tokensOf(text).map((token) => token.text);
const sentences = (text: string) =>
  sentencesOf(text).map(({ start, end }) => text.slice(start, end));

it.each<[text: string, ...tokens: string[]]>([
  ["can't reach fines\u2019 db", "can't", "reach", "fines", "\u2019", "db"],
  ["it's kiosk's", "it", "'s", "kiosk", "'s"],
  ["us-west-2b at 10:04", "us-west-2b", "at", "10:04"],
  ["see <https://a.example/b?c=1>, ok", "see", "<", "https://a.example/b?c=1", ">", ",", "ok"],
  ["GET /loans/new failed", "GET", "/loans/new", "failed"],
  ["read/write", "read", "/", "write"],
  ["a -> b ~> c", "a", "->", "b", "~>", "c"],
  ["v1.2. Next", "v1.2", ".", "Next"],
])("splits %j into words, names and marks", (text, ...tokens) => {
  expect(words(text)).toEqual(tokens);
});

it("knows a word in backticks for code", () => {
  expect(tokensOf("the `loans` box").map(({ code }) => code)).toEqual([false, true, false]);
});

it.each<[text: string, ...sentences: string[]]>([
  ["One. Two! Three?", "One.", "Two!", "Three?"],
  ["It broke, e.g. in fines. Then it healed.", "It broke, e.g. in fines.", "Then it healed."],
  ["Version 1.2 is out", "Version 1.2 is out"],
  ["- one\n- two", "one", "two"],
  ["> quoted\nanswer", "quoted", "answer"],
  ["She said \u201cstop.\u201d Then she left.", "She said \u201cstop.\u201d", "Then she left."],
  [
    "This line of prose is long enough to have been wrapped by a mail\nclient in its middle.",
    "This line of prose is long enough to have been wrapped by a mail\nclient in its middle.",
  ],
  ["yes\nthe kiosk is down", "yes", "the kiosk is down"],
])("divides %j into sentences", (text, ...expected) => {
  expect(sentences(text)).toEqual(expected);
});

import fc from "fast-check";
import type { Block, Reply } from "../../src/model/reply.ts";

/** What chats would act upon: mentions, markup, addresses, emoji, signs that escape. */
export const HOSTILE: readonly string[] = [
  "<!channel> <@U1> <#C1|general> <https://evil.example|here>",
  "@here @channel #general mail@evil.example https://evil.example www.evil.example",
  "*bold* _italic_ ~struck~ `code` ```block``` > quote :fire:",
  "&lt;!channel&gt; & < > \" '",
];

const word = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.integer({ min: 400, max: 4000 }).map((length) => "long ".repeat(length / 5)),
  fc.constant("🔥".repeat(1500)),
  fc.constant("<&>".repeat(700)),
  fc.constantFrom("", " ", "\n", "\u202E", ...HOSTILE),
);
const short = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom("", ...HOSTILE));
const label = fc.integer({ min: 1, max: 75 }).map((length) => "l".repeat(length));
const action = fc
  .constantFrom("help", "status", ...HOSTILE)
  .map((line) => ({ type: "command" as const, line }));
const text = fc.oneof(
  word,
  fc.array(
    fc.record(
      {
        text: word,
        style: fc.constantFrom("bold" as const, "code" as const, "muted" as const),
        link: fc.constantFrom(
          "https://pager.example/1",
          `https://pager.example/${"1".repeat(4000)}`,
        ),
      },
      { requiredKeys: ["text"] },
    ),
    {
      maxLength: 5,
    },
  ),
);
const options = fc.array(fc.record({ label, value: label }), {
  minLength: 1,
  maxLength: 120,
  size: "max",
});
const field = fc.record({
  name: fc.constantFrom("a", "b", "a name with spaces"),
  label,
  value: short,
  multiline: fc.boolean(),
  options: fc.oneof(
    fc.constant(undefined),
    options,
    fc.array(fc.record({ label: short, value: short }), { maxLength: 3 }),
  ),
});
const button = fc.record({ label, action });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant("section"), title: word, text }),
  fc.record({
    type: fc.constant("facts"),
    facts: fc.array(fc.record({ label: word, value: text }), { maxLength: 40, size: "max" }),
  }),
  fc.record({
    type: fc.constant("list"),
    items: fc.array(
      fc.record({
        text,
        tone: fc.constantFrom("down", "degraded", "stale", "starved", "ok", "neutral"),
      }),
      {
        maxLength: 40,
        size: "max",
      },
    ),
    more: fc.nat(9),
  }),
  fc.record({
    type: fc.constant("table"),
    columns: fc.array(word, { minLength: 1, maxLength: 4 }),
    rows: fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 40, size: "max" }),
    more: fc.nat(9),
  }),
  fc.record({
    type: fc.constant("quote"),
    text: word,
    author: word,
    link: fc.constantFrom("https://chat.example/1", "javascript:alert(1)", "/c/1", "https://"),
  }),
  fc.record({
    type: fc.constant("picture"),
    svg: fc.constantFrom("<svg/>", "<svg></svg>"),
    alt: fc.oneof(label, fc.constant("&".repeat(2000))),
  }),
  fc.record({
    type: fc.constant("buttons"),
    buttons: fc.array(button, { minLength: 1, maxLength: 30, size: "max" }),
  }),
  fc.record({ type: fc.constant("select"), label: word, action, options }),
  fc.record({ type: fc.constant("search"), label: word, action }),
  fc.record({
    type: fc.constant("form"),
    title: word,
    fields: fc.array(field, { minLength: 1, maxLength: 6 }),
    submit: button,
  }),
) as fc.Arbitrary<Block>;
/** Any reply, within its budgets or far beyond them, with words that would act if a chat let them. */
export const anyReply: fc.Arbitrary<Reply> = fc.record({
  headline: fc.oneof(
    label,
    fc.integer({ min: 140, max: 300 }).map((length) => "h".repeat(length)),
  ),
  tone: fc.constantFrom("down" as const, "ok" as const, "neutral" as const),
  banner: word,
  blocks: fc.array(block, { maxLength: 60, size: "max" }),
  footer: fc.array(word, { maxLength: 15 }),
  visibility: fc.constant("asker" as const),
});

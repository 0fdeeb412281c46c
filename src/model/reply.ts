import { z } from "zod";

/** Text in runs; a plain string is one run. No markup: `<!channel>` in a name stays those ten letters. */
export const Text = z.union([
  z.string(),
  z.array(
    z.object({
      text: z.string(),
      style: z.enum(["bold", "code", "muted"]).optional(),
      /** Only http(s) links that depmap itself made. */
      link: z.url({ protocol: /^https?$/ }).optional(),
    }),
  ),
]);
export type Text = z.infer<typeof Text>;

/** The colour of a line: how bad it is. */
export const Tone = z.enum(["down", "degraded", "stale", "starved", "ok", "neutral"]);
export type Tone = z.infer<typeof Tone>;

/**
 * What a button, a select or a form does. Chats carry only an opaque id for it (see `ActionBox`).
 *
 * `command` runs a command line; a select appends the chosen value to it, a form its fields by name.
 */
export const Action = z.discriminatedUnion("type", [
  z.object({ type: z.literal("command"), line: z.string().max(500) }),
  z.object({ type: z.literal("share"), line: z.string().max(500) }),
  z.object({
    type: z.literal("decide-proposal"),
    proposalId: z.string(),
    decision: z.enum(["approve", "reject"]),
  }),
  z.object({ type: z.literal("edit-proposal"), proposalId: z.string() }),
  z.object({ type: z.literal("confirm"), line: z.string().max(500) }),
  /** Captures that thread, in the name of whoever pressed; unset: the thread under the message with the button. */
  z.object({ type: z.literal("capture"), channel: z.string(), thread: z.string().optional() }),
  /** Shows a form that does not fit beside the message; `form` is its block as JSON. */
  z.object({ type: z.literal("open-form"), form: z.string() }),
  z.object({ type: z.literal("start-demo-incident") }),
  z.object({ type: z.literal("end-demo-incident") }),
]);
export type Action = z.infer<typeof Action>;

/** A button: a word and what it does. */
export const Button = z.object({
  label: z.string().min(1).max(75),
  action: Action,
  style: z.enum(["primary", "danger"]).optional(),
});
export type Button = z.infer<typeof Button>;

/** One field of a form. */
const Field = z.object({
  name: z.string().min(1).max(50),
  label: z.string().min(1).max(100),
  value: z.string().default(""),
  options: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
  multiline: z.boolean().default(false),
  /** Chats that can ask for it before they send the form. */
  required: z.boolean().optional(),
});

/** One piece of a reply, in reading order. */
export const Block = z.discriminatedUnion("type", [
  z.object({ type: z.literal("section"), title: z.string().optional(), text: Text }),
  z.object({
    type: z.literal("facts"),
    title: z.string().optional(),
    facts: z.array(z.object({ label: z.string(), value: Text })),
  }),
  z.object({
    type: z.literal("list"),
    title: z.string().optional(),
    items: z.array(z.object({ text: Text, tone: Tone.default("neutral") })),
    /** How many more there are than the items listed: drawn as "+N more". */
    more: z.number().int().nonnegative().default(0),
  }),
  z.object({
    type: z.literal("table"),
    title: z.string().optional(),
    columns: z.array(z.string()).min(1),
    rows: z.array(z.array(Text)),
    more: z.number().int().nonnegative().default(0),
  }),
  z.object({
    type: z.literal("quote"),
    text: z.string(),
    author: z.string(),
    link: z.string().optional(),
  }),
  /** An SVG that depmap drew; adapters that cannot show SVG turn it to PNG. */
  z.object({
    type: z.literal("picture"),
    svg: z.string(),
    alt: z.string().min(1).max(2000),
    title: z.string().optional(),
  }),
  z.object({ type: z.literal("buttons"), buttons: z.array(Button).min(1) }),
  z.object({
    type: z.literal("select"),
    label: z.string(),
    action: Action,
    options: z.array(z.object({ label: z.string(), value: z.string() })).min(1),
  }),
  /** A select of components that fills while one types; the chosen name is appended to the command. */
  z.object({ type: z.literal("search"), label: z.string(), action: Action }),
  z.object({
    type: z.literal("form"),
    title: z.string(),
    fields: z.array(Field).min(1),
    submit: Button,
  }),
]);
export type Block = z.infer<typeof Block>;

/** A chat message that knows nothing of any chat product. Build it with `reply`, which keeps the budgets. */
export const Reply = z.object({
  headline: z.string().min(1),
  tone: Tone.default("neutral"),
  /** Something the reader must know before trusting the rest, such as the age of the map. */
  banner: z.string().optional(),
  blocks: z.array(Block).default([]),
  /** Sources, ages, blind spots: one line each. */
  footer: z.array(z.string()).default([]),
  /** `asker`: only whoever asked sees it. */
  visibility: z.enum(["asker", "channel"]).default("asker"),
});
export type Reply = z.infer<typeof Reply>;

/**
 * The hard limits of a Reply, under the strictest chat's (Slack: 50 blocks, 3,000 characters a section,
 * about 13,200 in all, 25 elements in a row of buttons).
 */
export const BUDGET = {
  headline: 150,
  blocks: 40,
  sectionCharacters: 2800,
  totalCharacters: 12_000,
  listItems: 20,
  tableRows: 20,
  buttons: 10,
  options: 100,
  footerLines: 8,
} as const;

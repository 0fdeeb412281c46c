import { z } from "zod";

/** How many characters Slack counts: `&`, `<` and `>` are kept as `&amp;`, `&lt;` and `&gt;`. */
export function slackLength(text: string): number {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").length;
}

/** An id of a block or an element. */
export const name = z.string().min(1).max(255);

/** Text without markup. */
export function plain(max: number) {
  const text = z.string().min(1);
  return z.strictObject({
    type: z.literal("plain_text"),
    text: text.refine((said) => slackLength(said) <= max, `more than ${max} characters`),
    emoji: z.boolean().optional(),
  });
}

/** Text in Slack's markup is counted as it stands: it has to come escaped. */
function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

/** Text of either kind. */
export function anyText(max: number) {
  return z.discriminatedUnion("type", [plain(max), mrkdwn(max)]);
}

const option = z.strictObject({
  text: plain(75),
  value: z.string().min(1).max(150),
  description: plain(75).optional(),
});
const confirm = z.strictObject({
  title: plain(100),
  text: plain(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(["primary", "danger"]).optional(),
});
const action = { action_id: name, confirm: confirm.optional() };
const focus = { focus_on_load: z.boolean().optional(), placeholder: plain(150).optional() };

/** A button. */
export const button = z.strictObject({
  ...action,
  type: z.literal("button"),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().max(75).optional(),
});
/** A select of fixed options. */
export const staticSelect = z
  .strictObject({
    ...action,
    ...focus,
    type: z.literal("static_select"),
    options: z.array(option).min(1).max(100),
    initial_option: option.optional(),
  })
  .refine(
    ({ options, initial_option: first }) =>
      !first ||
      options.some((one) => one.value === first.value && one.text.text === first.text.text),
    "initial_option is none of the options",
  );
/** A select that asks the app for its options. */
export const externalSelect = z.strictObject({
  ...action,
  ...focus,
  type: z.literal("external_select"),
  min_query_length: z.number().int().min(0).optional(),
  initial_option: option.optional(),
});
/** A field to write in. */
export const textInput = z.strictObject({
  action_id: name,
  ...focus,
  type: z.literal("plain_text_input"),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
});

import { z } from "zod";
import {
  anyText,
  button,
  externalSelect,
  name,
  plain,
  staticSelect,
  textInput,
} from "./block-elements.ts";

const ids = { block_id: name.optional() };

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
  underline: z.boolean().optional(),
});
const leaf = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().min(1), style: style.optional() }),
  z.strictObject({
    type: z.literal("link"),
    url: z.url().max(3000),
    text: z.string().min(1).optional(),
    style: style.optional(),
  }),
  z.strictObject({
    type: z.literal("emoji"),
    name: z.string().regex(/^[\w+-]+$/),
    unicode: z.string().optional(),
  }),
  z.strictObject({ type: z.literal("user"), user_id: z.string() }),
  z.strictObject({ type: z.literal("channel"), channel_id: z.string() }),
  z.strictObject({ type: z.literal("usergroup"), usergroup_id: z.string() }),
  z.strictObject({ type: z.literal("broadcast"), range: z.enum(["here", "channel", "everyone"]) }),
]);
const border = { border: z.union([z.literal(0), z.literal(1)]).optional() };
const richSection = z.strictObject({
  type: z.literal("rich_text_section"),
  elements: z.array(leaf).min(1),
});
const richText = z.strictObject({
  ...ids,
  type: z.literal("rich_text"),
  elements: z
    .array(
      z.discriminatedUnion("type", [
        richSection,
        z.strictObject({
          ...border,
          type: z.literal("rich_text_list"),
          style: z.enum(["bullet", "ordered"]),
          indent: z.number().int().min(0).max(8).optional(),
          elements: z.array(richSection).min(1),
        }),
        z.strictObject({
          ...border,
          type: z.literal("rich_text_quote"),
          elements: z.array(leaf).min(1),
        }),
        z.strictObject({
          ...border,
          type: z.literal("rich_text_preformatted"),
          elements: z.array(leaf).min(1),
        }),
      ]),
    )
    .min(1),
});
const cell = z.discriminatedUnion("type", [
  richText,
  z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) }),
]);
const file = z.strictObject({ id: z.string().min(1) });
const image = { alt_text: z.string().min(1).max(2000), slack_file: file.optional() };

const section = z
  .strictObject({
    ...ids,
    type: z.literal("section"),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion("type", [button, staticSelect, externalSelect]).optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    ({ text, fields }) => text !== undefined || fields !== undefined,
    "neither text nor fields",
  );

/** One block, as Slack's reference has it, of the kinds that depmap knows; a key too many is refused. */
export const SlackBlock = z.discriminatedUnion("type", [
  section,
  z.strictObject({ ...ids, type: z.literal("header"), text: plain(150) }),
  z.strictObject({ ...ids, type: z.literal("divider") }),
  z.strictObject({
    ...ids,
    type: z.literal("context"),
    elements: z.array(anyText(3000)).min(1).max(10),
  }),
  z.strictObject({
    ...ids,
    type: z.literal("actions"),
    elements: z
      .array(z.discriminatedUnion("type", [button, staticSelect, externalSelect]))
      .min(1)
      .max(25),
  }),
  z
    .strictObject({
      ...ids,
      ...image,
      type: z.literal("image"),
      image_url: z.url().max(3000).optional(),
      title: plain(2000).optional(),
    })
    .refine(
      ({ image_url: url, slack_file: own }) => (url === undefined) !== (own === undefined),
      "neither or both of image_url and slack_file",
    ),
  z.strictObject({
    ...ids,
    type: z.literal("input"),
    label: plain(2000),
    element: z.discriminatedUnion("type", [textInput, staticSelect, externalSelect]),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  richText,
  z.strictObject({
    ...ids,
    type: z.literal("table"),
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(["left", "center", "right"]).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(20)
      .optional(),
  }),
]);

/** What stands around the blocks of a modal or a home tab. */
export const SlackView = z.strictObject({
  type: z.enum(["modal", "home"]),
  blocks: z.array(z.unknown()),
  title: plain(24).optional(),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
});

import type { KnownBlock, PlainTextElement, PlainTextOption } from "@slack/types";
import { plainLine } from "../../../../model/plain-text.ts";
import type { Action, Block, Button } from "../../../../model/reply.ts";
import { actionIdOf, blockIdOf, fieldIdOf, optionValueOf } from "./control-ids.ts";
import type { Drawing } from "./render-tools.ts";
import { cutToSlack } from "./slack-length.ts";

const LABEL_CHARACTERS = 75;
const SELECT_LABEL_CHARACTERS = 300;
const OPTIONS = 100;
/** The longest value of an option. */
const VALUE_CHARACTERS = 150;
const INPUT_CHARACTERS = 3000;
/** What fits beside a message; a form with more opens in a window of its own. */
const FIELDS_IN_PLACE = 2;

type Form = Block & { type: "form" };
type Field = Form["fields"][number];
type Option = { readonly label: string; readonly value: string };

/** Buttons, a select, a search, or a form: in place when it is small, and a button that opens it when it is not. */
export function drawControls(
  block: Block & { type: "buttons" | "select" | "search" | "form" },
  at: number,
  drawing: Drawing,
): KnownBlock[] {
  switch (block.type) {
    case "buttons":
      return rowOf(block.buttons, at, drawing);
    case "select": {
      const options = drawOptions(block.options);
      if (options.length === 0) return [];
      const left = block.options.length - options.length;
      const more = left > 0 ? ` (+${left} more)` : "";
      return [
        {
          type: "section",
          text: words(block.label + more, SELECT_LABEL_CHARACTERS, "Choose"),
          accessory: {
            type: "static_select",
            action_id: actionIdOf("select", at, drawing.idOf(block.action)),
            placeholder: words("Choose", 150),
            options,
          },
        },
      ];
    }
    case "search":
      return [
        {
          type: "section",
          text: words(block.label, SELECT_LABEL_CHARACTERS, "Search"),
          accessory: {
            type: "external_select",
            action_id: actionIdOf("search", at, drawing.idOf(block.action)),
            placeholder: words("Type a name", 150),
            min_query_length: 1,
          },
        },
      ];
    case "form":
      if (!isInPlace(block, drawing.surface)) return rowOf([buttonToOpen(block)], at, drawing);
      return [...drawFields(block, at), ...rowOf([block.submit], at, drawing, "form")];
  }
}

/** The fields of a form as inputs. */
export function drawFields({ fields }: Form, at: number): KnownBlock[] {
  return fields.map((field, index) => {
    const { options, element } = inputOf(field);
    // A choice that is made cannot be taken back in Slack, so nothing need be said of it.
    const isOptional = field.required !== true && !options;
    return {
      type: "input",
      block_id: blockIdOf(at, index),
      label: words(field.label, 2000, field.name),
      ...(isOptional ? { optional: true } : {}),
      element,
    };
  });
}

/** What opens a form in a window of its own. */
export function actionToOpen(form: Form): Action {
  return { type: "open-form", form: JSON.stringify(form) };
}

/** Text without markup, cut to what Slack takes. */
export function words(text: string, max: number, otherwise = "…"): PlainTextElement {
  const said = cutToSlack(plainLine(text), max);
  return { type: "plain_text", text: said.trim() === "" ? otherwise : said, emoji: false };
}

/** A window sends one form only: its own. */
function isInPlace({ fields }: Form, surface: Drawing["surface"]): boolean {
  return surface !== "modal" && fields.length <= FIELDS_IN_PLACE;
}

function buttonToOpen(form: Form): Button {
  const label = `${cutToSlack(plainLine(form.title), LABEL_CHARACTERS - 1)}…`;
  return { label, action: actionToOpen(form) };
}

function rowOf(
  buttons: readonly Button[],
  at: number,
  drawing: Drawing,
  kind: "button" | "form" = "button",
): KnownBlock[] {
  const elements = buttons.map(({ label, action, style }, index) => ({
    type: "button" as const,
    action_id: actionIdOf(kind, at, drawing.idOf(action), index),
    text: words(label, LABEL_CHARACTERS),
    ...(style === undefined ? {} : { style }),
  }));
  return [{ type: "actions", elements }];
}

function inputOf({ name, value, options: choices, multiline }: Field) {
  const action_id = fieldIdOf(name);
  const options = choices && drawOptions(choices);
  if (!options || options.length === 0) {
    const filled = cutToSlack(value, INPUT_CHARACTERS);
    return {
      options: undefined,
      element: {
        type: "plain_text_input" as const,
        action_id,
        ...(multiline ? { multiline } : {}),
        ...(filled === "" ? {} : { initial_value: filled }),
      },
    };
  }
  const chosen = options.find((option) => option.value === optionValueOf(value));
  return {
    options: chosen && options,
    element: {
      type: "static_select" as const,
      action_id,
      options,
      ...(chosen ? { initial_option: chosen } : {}),
    },
  };
}

/** Those options that Slack takes: a value is never cut, so one that is too long is not offered. */
function drawOptions(options: readonly Option[]): PlainTextOption[] {
  return options
    .filter(({ value }) => value.length <= VALUE_CHARACTERS)
    .slice(0, OPTIONS)
    .map(({ label, value }) => ({
      text: words(label, LABEL_CHARACTERS, "–"),
      value: optionValueOf(value),
    }));
}

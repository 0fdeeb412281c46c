import { jsonOf, listOf, textOf, type Json } from "./slack-state.ts";

/** Something that can be pressed, chosen or filled in. */
export interface SlackElement {
  readonly block: Json;
  readonly element: Json;
  /** What a person would call it: the words on it, its label, its placeholder. */
  readonly names: readonly string[];
}

/** A choice in a select. */
export interface SlackOption {
  readonly label: string;
  readonly value: string;
  readonly json: Json;
}

const withoutState = new Set(["button", "overflow", "image", "workflow_button"]);

/** All elements of some blocks, in the order of reading. */
export function elementsOf(blocks: readonly Json[]): readonly SlackElement[] {
  return blocks.flatMap((block) => {
    const inside = [
      ...(block["type"] === "actions" ? listOf(block["elements"]) : []),
      ...(block["accessory"] === undefined ? [] : [jsonOf(block["accessory"])]),
      ...(block["element"] === undefined ? [] : [jsonOf(block["element"])]),
    ];
    return inside
      .filter((element) => element["action_id"] !== undefined)
      .map((element) => ({ block, element, names: namesOf(block, element) }));
  });
}

function namesOf(block: Json, element: Json): readonly string[] {
  return [
    wordsIn(element["text"]),
    block["type"] === "input" ? wordsIn(block["label"]) : "",
    wordsIn(element["placeholder"]),
    textOf(element, "action_id"),
    block["type"] === "input" ? textOf(block, "block_id") : "",
  ].filter((name) => name !== "");
}

/** The element that a person means, if there is one. */
export function findElement(blocks: readonly Json[], name: string): SlackElement | undefined {
  const all = elementsOf(blocks);
  const wanted = plain(name);
  return (
    all.find(({ names }) => names.some((one) => one === name)) ??
    all.find(({ names }) => names.some((one) => plain(one) === wanted))
  );
}

/** The options that stand in an element; an external select has none. */
export function optionsOf(element: Json): readonly SlackOption[] {
  const groups = listOf(element["option_groups"]).flatMap((group) => listOf(group["options"]));
  return [...listOf(element["options"]), ...groups].map((option) => asOption(option));
}

function asOption(option: Json): SlackOption {
  return { label: wordsIn(option["text"]), value: textOf(option, "value"), json: option };
}

/** The option with those words or that value. */
export function chooseOption(options: readonly SlackOption[], choice: string): SlackOption {
  const found = options.find(({ label, value }) => label === choice || value === choice);
  if (found) return found;
  const shown = options.map(({ label }) => label).join(", ");
  throw new Error(`there is no choice "${choice}" among: ${shown}`);
}

/** Whether what is filled in is part of the state that Slack sends. */
export function hasState({ element }: SlackElement): boolean {
  return !withoutState.has(textOf(element, "type"));
}

/** An element's value as Slack writes it: the one given, or the initial one. */
export function stateOf(element: Json, choice?: Choice): Json {
  const type = textOf(element, "type");
  if (type.startsWith("multi_") || type === "checkboxes") {
    return { type, selected_options: choice?.options ?? element["initial_options"] ?? [] };
  }
  if (["static_select", "external_select", "radio_buttons"].includes(type)) {
    return { type, selected_option: choice?.options?.[0] ?? element["initial_option"] ?? null };
  }
  const selected =
    /^(user|channel|conversation)s_select$/.exec(type)?.[1] ?? type.replace(/picker$/, "");
  if (type.endsWith("s_select") || type.endsWith("picker")) {
    return {
      type,
      [`selected_${selected}`]: choice?.text ?? element[`initial_${selected}`] ?? null,
    };
  }
  return { type, value: choice?.text ?? element["initial_value"] ?? null };
}

/** What somebody filled in. */
export interface Choice {
  readonly text?: string;
  readonly options?: readonly Json[];
}

/** The `state` of a message or a view. */
export function stateValues(
  blocks: readonly Json[],
  filled: ReadonlyMap<string, Choice>,
): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const one of elementsOf(blocks)) {
    if (!hasState(one)) continue;
    const block = textOf(one.block, "block_id");
    const action = textOf(one.element, "action_id");
    values[block] = {
      ...values[block],
      [action]: stateOf(one.element, filled.get(fieldKey(one))),
    };
  }
  return values;
}

/** What a field is known by within its message or view. */
export function fieldKey({ block, element }: SlackElement): string {
  return `${textOf(block, "block_id")}/${textOf(element, "action_id")}`;
}

/** Whether nothing is filled in. */
export function isEmpty(state: Json): boolean {
  return Object.entries(state).every(
    ([name, value]) =>
      name === "type" ||
      value === null ||
      value === "" ||
      (Array.isArray(value) && value.length === 0),
  );
}

function wordsIn(text: unknown): string {
  return textOf(jsonOf(text), "text");
}

function plain(name: string): string {
  return name
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}

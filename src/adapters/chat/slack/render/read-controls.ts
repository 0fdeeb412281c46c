import { z } from "zod";
import { isFieldOf, readActionId, readFieldId, readOptionValue } from "./control-ids.ts";

/** What somebody chose, without Slack's words. */
export interface Chosen {
  /** The opaque id that the control carried. */
  readonly action: string;
  /** A select's value under `value`; a form's fields by name. */
  readonly fields: Readonly<Record<string, string>>;
}

const Option = z.object({ value: z.string() });
const Input = z.object({
  type: z.string().optional(),
  value: z.string().nullish(),
  selected_option: Option.nullish(),
});
const State = z.object({ values: z.record(z.string(), z.record(z.string(), Input)) });
const Element = z.object({ action_id: z.string(), selected_option: Option.nullish() });
const View = z.object({ callback_id: z.string(), state: State.nullish() });

/**
 * What an element of a `block_actions` payload chose; undefined when it is not one of depmap's controls.
 *
 * `state` is the payload's (a message's or a view's): a form that stands in a message has its fields there. The
 * `action_id` alone, as `block_suggestion` has it, is enough to learn the action.
 */
export function readElement(element: unknown, state?: unknown): Chosen | undefined {
  const parsed = Element.safeParse(element);
  const control = parsed.data && readActionId(parsed.data.action_id);
  if (!parsed.data || !control) return undefined;
  const { kind, at, action } = control;
  const chosen = parsed.data.selected_option;
  if (kind === "form") return { action, fields: fieldsOf(state, (id) => isFieldOf(at, id)) };
  return { action, fields: chosen ? { value: readOptionValue(chosen.value) } : {} };
}

/** What a `view_submission` sends; undefined when the view is no form of depmap's. */
export function readForm(view: unknown): Chosen | undefined {
  const parsed = View.safeParse(view);
  const control = parsed.data && readActionId(parsed.data.callback_id);
  if (!parsed.data || control?.kind !== "form") return undefined;
  const { action, at } = control;
  return { action, fields: fieldsOf(parsed.data.state, (id) => isFieldOf(at, id)) };
}

function fieldsOf(state: unknown, isOurs: (blockId: string) => boolean): Record<string, string> {
  const parsed = State.safeParse(state);
  if (!parsed.success) return {};
  const fields: [name: string, value: string][] = [];
  for (const [blockId, inputs] of Object.entries(parsed.data.values)) {
    if (!isOurs(blockId)) continue;
    for (const [actionId, input] of Object.entries(inputs)) {
      const name = readFieldId(actionId);
      const chosen = input.selected_option && readOptionValue(input.selected_option.value);
      if (name !== undefined) fields.push([name, chosen ?? input.value ?? ""]);
    }
  }
  return Object.fromEntries(fields);
}

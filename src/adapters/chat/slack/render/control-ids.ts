/** What a control is, as its id begins. */
export type ControlKind = "button" | "select" | "search" | "form";

/** The place of a window's own form: behind all blocks that a reply may have. */
export const OWN_FORM = 99;
/** A space stands for the empty value, which Slack does not take. */
const EMPTY = " ";

/** What an id of a control says: `form.3.0:ID` is a form's first button, in the reply's fourth block. */
export interface ControlId {
  readonly kind: ControlKind;
  readonly at: number;
  /** The opaque id of the action. */
  readonly action: string;
}

/** The `action_id` of a control: unique within a message, though the same action may stand there twice. */
export function actionIdOf(kind: ControlKind, at: number, action: string, index = 0): string {
  return `${kind}.${at}.${index}:${action}`;
}

/** The other way round; undefined when it is none of ours. */
export function readActionId(actionId: string): ControlId | undefined {
  const [, kind, at, action] =
    /^(button|select|search|form)\.(\d+)\.\d+:(.+)$/s.exec(actionId) ?? [];
  if (!isKind(kind) || action === undefined) return undefined;
  return { kind, at: Number(at), action };
}

/** The `block_id` of a field of the form at that place. */
export function blockIdOf(at: number, index: number): string {
  return `form.${at}.field.${index}`;
}

/** Is that the block of a field of the form at that place? */
export function isFieldOf(at: number, blockId: string): boolean {
  return blockId.startsWith(`form.${at}.field.`);
}

/** The `action_id` of a field. */
export function fieldIdOf(name: string): string {
  return `field:${name}`;
}

/** The field's name; undefined when it is none. */
export function readFieldId(actionId: string): string | undefined {
  return actionId.startsWith("field:") ? actionId.slice("field:".length) : undefined;
}

/** An option's value as Slack takes it. */
export function optionValueOf(value: string): string {
  return value === "" ? EMPTY : value;
}

/** The other way round. */
export function readOptionValue(value: string): string {
  return value === EMPTY ? "" : value;
}

function isKind(text: string | undefined): text is ControlKind {
  return text === "button" || text === "select" || text === "search" || text === "form";
}

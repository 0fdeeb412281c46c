import { slackLength } from "./block-elements.ts";
import { SlackBlock, SlackView } from "./block-shapes.ts";

/** A message or a view, as it is sent to the Web API. */
export interface SlackPayload {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly view?: unknown;
}

/** What Slack takes in all, of which its reference says nothing: measured, see bolt-js issue 2509. */
const TOTAL_CHARACTERS = 13_200;
/** Of all cells of a message's table together. */
const TABLE_CHARACTERS = 10_000;
const BLOCKS = { message: 50, modal: 100, home: 100 };

type Surface = keyof typeof BLOCKS;
type Json = Readonly<Record<string, unknown>>;

/**
 * Why Slack would not take a message or a view; empty when it would.
 *
 * Each line begins with the word that Slack answers: `invalid_blocks: blocks[3].text.text: more than 3000 characters`.
 * Lengths are counted after escaping, wherever Slack's own way of counting is not known.
 */
export function brokenBlockRules({ text, blocks, view }: SlackPayload): string[] {
  if (view !== undefined) return brokenViewRules(view);
  const broken: string[] = [];
  if (typeof text === "string" && text.length > 40_000) {
    broken.push("msg_too_long: text: more than 40000 characters");
  }
  if (blocks === undefined) return broken;
  return [...broken, ...brokenIn(blocks, "message").map(asMessageError)];
}

function brokenViewRules(given: unknown): string[] {
  const view = SlackView.safeParse(given);
  if (!view.success)
    return view.error.issues.map((issue) => `invalid_arguments: view.${read(issue)}`);
  const { type, title, submit, blocks } = view.data;
  const broken = brokenIn(blocks, type);
  if (type === "modal") {
    if (title === undefined) broken.push("view.title: missing");
    const asks = blocks.some((block) => isObject(block) && block["type"] === "input");
    if (asks && submit === undefined) broken.push("view.submit: missing, and there are inputs");
  } else if (title ?? submit) {
    broken.push("view: a home tab has neither title nor submit");
  }
  return broken.map((line) => `invalid_arguments: ${line}`);
}

function brokenIn(blocks: unknown, surface: Surface): string[] {
  if (!Array.isArray(blocks)) return ["blocks: no list"];
  const list: readonly unknown[] = blocks;
  const shapes = list.flatMap((block, at) => {
    const parsed = SlackBlock.safeParse(block);
    return parsed.success ? [] : parsed.error.issues.map((issue) => `blocks[${at}].${read(issue)}`);
  });
  return [...shapes, ...brokenTogether(list.filter(isObject), surface)];
}

function brokenTogether(blocks: readonly Json[], surface: Surface): string[] {
  const broken: string[] = [];
  if (blocks.length > BLOCKS[surface]) broken.push(`blocks: more than ${BLOCKS[surface]}`);
  const tables = blocks.filter(({ type }) => type === "table");
  if (tables.length > 1) broken.push("blocks: only_one_table_allowed");
  if (tables.length > 0 && surface !== "message") broken.push(`blocks: no table in a ${surface}`);
  const inCells = tables.reduce((sum, table) => sum + charactersIn(table), 0);
  if (inCells > TABLE_CHARACTERS) broken.push(`blocks: more than ${TABLE_CHARACTERS} in a table`);
  const ids = blocks.flatMap(({ block_id: id }) => (typeof id === "string" ? [id] : []));
  if (new Set(ids).size < ids.length) broken.push("blocks: a block_id stands twice");
  for (const [at, block] of blocks.entries()) {
    const actions = actionIdsIn(block);
    if (new Set(actions).size < actions.length) broken.push(`blocks[${at}]: an action_id twice`);
  }
  const total = charactersIn(blocks);
  if (total > TOTAL_CHARACTERS) {
    broken.push(`msg_blocks_too_long: ${total} of ${TOTAL_CHARACTERS} characters`);
  }
  return broken;
}

/** All that Slack may count: texts, labels, descriptions of pictures, addresses and what inputs are filled with. */
function charactersIn(json: unknown): number {
  if (Array.isArray(json)) return json.reduce((sum: number, item) => sum + charactersIn(item), 0);
  if (!isObject(json)) return 0;
  let sum = 0;
  for (const [key, value] of Object.entries(json)) {
    if (typeof value !== "string") sum += charactersIn(value);
    else if (key === "text" && json["type"] === "mrkdwn") sum += value.length;
    else if (["text", "alt_text", "url", "initial_value"].includes(key)) sum += slackLength(value);
  }
  return sum;
}

function actionIdsIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(actionIdsIn);
  if (!isObject(json)) return [];
  const own = typeof json["action_id"] === "string" ? [json["action_id"]] : [];
  return [...own, ...Object.values(json).flatMap(actionIdsIn)];
}

function asMessageError(line: string): string {
  return line.startsWith("msg_") ? line : `invalid_blocks: ${line}`;
}

function read({ path, message }: { path: readonly PropertyKey[]; message: string }): string {
  return `${path.map(String).join(".")}: ${message}`;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

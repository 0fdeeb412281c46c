import {
  chooseOption,
  fieldKey,
  findElement,
  hasState,
  optionsOf,
  type Choice,
  type SlackElement,
  type SlackOption,
} from "./elements.ts";
import {
  blocksOf,
  filledIn,
  interactionBase,
  sceneJson,
  type ClickTools,
  type Scene,
} from "./slack-scene.ts";
import { jsonOf, textOf } from "./slack-state.ts";

/** Types into an external select, and gives what the app offers. */
export async function suggest(
  tools: ClickTools,
  scene: Scene,
  name: string,
  typed: string,
): Promise<readonly SlackOption[]> {
  const found = findElement(blocksOf(scene), name);
  const type = textOf(found?.element ?? {}, "type");
  if (!found || !type.endsWith("external_select")) {
    throw new Error(`there is nothing called "${name}" that asks the app`);
  }
  const least = found.element["min_query_length"];
  // Slack asks from three letters on, if it is not told otherwise.
  if (typed.length < (typeof least === "number" ? least : 3)) return [];
  const answer = await tools.deliveries.deliver("interaction", {
    type: "block_suggestion",
    ...interactionBase(tools),
    ...sceneJson(tools, scene),
    action_id: found.element["action_id"],
    block_id: found.block["block_id"],
    value: typed,
  });
  if (!answer.ok) return [];
  const options = optionsOf(jsonOf(answer.body)).slice(0, 100);
  tools.offered.set(textOf(found.element, "action_id"), options);
  return options;
}

/** Fills in fields by whatever a person would call them. */
export async function fill(
  tools: ClickTools,
  scene: Scene,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const filled = filledIn(tools, scene);
  for (const [name, value] of Object.entries(fields)) {
    const found = findElement(blocksOf(scene), name);
    if (!found || !hasState(found)) throw new Error(`there is nothing called "${name}" to fill in`);
    filled.set(fieldKey(found), await choiceFor(tools, scene, found, value));
  }
}

/** What somebody means by some words, in an element. */
export async function choiceFor(
  tools: ClickTools,
  scene: Scene,
  found: SlackElement,
  value: string,
): Promise<Choice> {
  const { element, names } = found;
  const type = textOf(element, "type");
  const most = element["max_length"];
  if (typeof most === "number" && value.length > most) throw new Error(`${names[0]} takes ${most}`);
  if (type.endsWith("external_select")) {
    const id = textOf(element, "action_id");
    const before = tools.offered.get(id) ?? [];
    const isThere = before.some((option) => option.label === value || option.value === value);
    // Whoever has not seen it yet types all of it.
    const offered = isThere ? before : await suggest(tools, scene, id, value);
    return { options: [chooseOption(offered, value).json] };
  }
  if (type.startsWith("multi_static") || type === "checkboxes") {
    const wanted = value.split(",").map((one) => one.trim());
    return { options: wanted.map((one) => chooseOption(optionsOf(element), one).json) };
  }
  if (type === "static_select" || type === "radio_buttons") {
    return { options: [chooseOption(optionsOf(element), value).json] };
  }
  return { text: value };
}

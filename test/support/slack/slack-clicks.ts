import {
  findElement,
  stateOf,
  optionsOf,
  chooseOption,
  fieldKey,
  type SlackElement,
} from "./elements.ts";
import { choiceFor, fill } from "./fill-fields.ts";
import type { Acknowledged, Doing } from "./slack-person.ts";
import {
  blocksOf,
  filledIn,
  interactionBase,
  newTrigger,
  sceneJson,
  type ClickTools,
  type Scene,
} from "./slack-scene.ts";
import { textOf, type Json } from "./slack-state.ts";

/** Presses a button or takes a choice, as the app hears of it. */
export async function press(
  tools: ClickTools,
  scene: Scene,
  name: string,
  doing: Doing = {},
): Promise<Acknowledged> {
  const found = findElement(blocksOf(scene), name);
  if (!found) throw new Error(`there is nothing called "${name}" to press`);
  await fill(tools, scene, doing.fields ?? {});
  const action = await actionOf(tools, scene, found, doing.choice);
  const trigger = newTrigger(tools, doing);
  return tools.deliveries.deliver("interaction", {
    type: "block_actions",
    ...interactionBase(tools),
    trigger_id: trigger,
    ...sceneJson(tools, scene),
    actions: [action],
  });
}

async function actionOf(
  tools: ClickTools,
  scene: Scene,
  found: SlackElement,
  choice: string | undefined,
): Promise<Json> {
  const { block, element } = found;
  const type = textOf(element, "type");
  const base = {
    action_id: element["action_id"],
    block_id: block["block_id"],
    type,
    action_ts: tools.world.nextTs(),
  };
  if (type === "button") {
    return {
      ...base,
      text: element["text"],
      ...(element["value"] === undefined ? {} : { value: element["value"] }),
    };
  }
  if (choice === undefined) throw new Error(`what is to be chosen? Give doing.choice`);
  if (type === "overflow") {
    return { ...base, selected_option: chooseOption(optionsOf(element), choice).json };
  }
  const made = await choiceFor(tools, scene, found, choice);
  filledIn(tools, scene).set(fieldKey(found), made);
  return { ...stateOf(element, made), ...base };
}

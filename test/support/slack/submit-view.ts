import { checkView, openView, updateView, viewJson } from "./api/view-methods.ts";
import { elementsOf, isEmpty, stateValues } from "./elements.ts";
import { fill } from "./fill-fields.ts";
import type { Acknowledged, Doing } from "./slack-person.ts";
import { blocksOf, filledIn, interactionBase, newTrigger, type ClickTools } from "./slack-scene.ts";
import { jsonOf, textOf, type Json, type SlackView } from "./slack-state.ts";

/** Sends the modal on top and does with it what is answered. Gives the errors, too. */
export async function submit(
  tools: ClickTools,
  view: SlackView,
  doing: Doing = {},
): Promise<{ readonly answer: Acknowledged; readonly errors: Readonly<Record<string, string>> }> {
  const scene = { view };
  await fill(tools, scene, doing.fields ?? {});
  const values = stateValues(blocksOf(scene), filledIn(tools, scene));
  const triggerId = newTrigger(tools, doing);
  const missing = requiredButEmpty(blocksOf(scene), values);
  if (Object.keys(missing).length > 0) {
    // Slack's own client does not even send it.
    const answer = { ok: false, body: undefined, status: undefined, tookMs: 0, triggerId };
    return { answer, errors: missing };
  }
  const answer = await tools.deliveries.deliver("interaction", {
    type: "view_submission",
    ...interactionBase(tools),
    trigger_id: triggerId,
    view: { ...viewJson(tools.state, tools.world, view), state: { values } },
    response_urls: [],
  });
  return { answer, errors: answer.ok ? follow(tools, view, jsonOf(answer.body)) : {} };
}

function follow({ world, state, user }: ClickTools, view: SlackView, body: Json) {
  const stack = state.stacks.get(user.id) ?? [];
  switch (body["response_action"]) {
    case "errors":
      return Object.fromEntries(
        Object.entries(jsonOf(body["errors"])).map(([block, words]) => [block, String(words)]),
      );
    case "clear":
      for (const { id } of stack.splice(0)) state.views.delete(id);
      return {};
    case "update":
      updateView(world, view, checkView(world, body["view"], "modal"));
      return {};
    case "push":
      stack.push(openView(world, state, user.id, checkView(world, body["view"], "modal"), view));
      return {};
    default:
      // A view that is closed cannot be updated any more.
      stack.splice(stack.indexOf(view), 1);
      state.views.delete(view.id);
      return {};
  }
}

function requiredButEmpty(
  blocks: readonly Json[],
  values: Readonly<Record<string, Json>>,
): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {};
  for (const { block, element } of elementsOf(blocks)) {
    if (block["type"] !== "input" || block["optional"] === true) continue;
    const id = textOf(block, "block_id");
    if (isEmpty(jsonOf(values[id]?.[textOf(element, "action_id")]))) {
      missing[id] = "Please complete this required field.";
    }
  }
  return missing;
}

import { Refused, listOf, type Json, type SlackState, type SlackWorld } from "../slack-state.ts";
import { brokenBlockRules } from "../block-rules.ts";

/** Blocks as Slack keeps them: checked, and with the ids that were left out. */
export function takeBlocks(
  { state, world }: { readonly state: SlackState; readonly world: SlackWorld },
  payload: { readonly text?: string; readonly blocks: unknown },
): Json[] {
  if (payload.blocks === undefined || payload.blocks === "") return [];
  if (!Array.isArray(payload.blocks)) throw new Refused("invalid_blocks_format");
  const blocks = listOf(payload.blocks);
  const broken = brokenBlockRules({ blocks });
  const [word] = broken[0]?.split(":") ?? [];
  if (word !== undefined) {
    throw new Refused(word, {
      errors: broken,
      response_metadata: { messages: broken.map((rule) => `[ERROR] ${rule}`) },
    });
  }
  refuseFilesNotReady(state, world, blocks);
  return withIds(world, blocks);
}

/** Gives blocks and elements the ids that were left out. */
export function withIds(world: SlackWorld, blocks: readonly Json[]): Json[] {
  return blocks.map((block) => ({
    ...block,
    block_id: block["block_id"] ?? world.nextId("b"),
    ...(Array.isArray(block["elements"]) && block["type"] === "actions"
      ? { elements: listOf(block["elements"]).map((element) => withActionId(world, element)) }
      : {}),
    ...(block["accessory"] === undefined
      ? {}
      : { accessory: withActionId(world, listOf([block["accessory"]])[0] ?? {}) }),
    ...(block["element"] === undefined
      ? {}
      : { element: withActionId(world, listOf([block["element"]])[0] ?? {}) }),
  }));
}

function withActionId(world: SlackWorld, element: Json): Json {
  return { ...element, action_id: element["action_id"] ?? world.nextId("a") };
}

function refuseFilesNotReady(state: SlackState, world: SlackWorld, blocks: readonly Json[]): void {
  for (const [index, block] of blocks.entries()) {
    const [reference] = listOf([block["slack_file"]]);
    if (block["slack_file"] === undefined || !reference) continue;
    const file = state.files.get(String(reference["id"]));
    if (file?.readyAt !== undefined && file.readyAt <= world.now()) continue;
    const message = `invalid slack file [json-pointer:/blocks/${index}/slack_file]`;
    throw new Refused("invalid_blocks", {
      errors: [message],
      response_metadata: { messages: [`[ERROR] ${message}`] },
    });
  }
}

import { takeBlocks } from "./api/message-blocks.ts";
import { deleteMessage, editMessage, postMessage } from "./post-message.ts";
import {
  Refused,
  flagOf,
  jsonOf,
  textOf,
  type SlackChannel,
  type ResponseUrl,
  type SlackState,
  type SlackWorld,
} from "./slack-state.ts";

const MOST_USES = 5;
const LASTS_MS = 30 * 60_000;

/** A new response_url, for a command or a click. */
export function newResponseUrl(
  world: SlackWorld,
  state: SlackState,
  about: Pick<ResponseUrl, "channel" | "user" | "message" | "thread">,
): string {
  const id = world.nextId("R");
  state.responseUrls.set(id, { ...about, madeAt: world.now(), uses: 0 });
  return `${world.url}/response/${state.id}/${id}`;
}

/** What Slack does with what is sent to a response_url: five times within half an hour. */
export function answerResponseUrl(
  world: SlackWorld,
  team: string,
  id: string,
  raw: string,
): { readonly status: number; readonly body: string } {
  const state = world.workspaces.get(team);
  const url = state?.responseUrls.get(id);
  const channel = state?.channels.get(url?.channel ?? "");
  if (!state || !url || !channel) return { status: 404, body: "invalid_url" };
  if (world.now() - url.madeAt > LASTS_MS) return { status: 404, body: "expired_url" };
  if (url.uses >= MOST_USES) return { status: 404, body: "used_url" };
  try {
    answer(world, state, channel, url, raw);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: 400, body: error.error };
  }
  url.uses += 1;
  return { status: 200, body: "ok" };
}

function answer(
  world: SlackWorld,
  state: SlackState,
  channel: SlackChannel,
  url: ResponseUrl,
  raw: string,
): void {
  const args = jsonOf(JSON.parse(raw));
  const about = channel.messages.find(({ ts, isDeleted }) => ts === url.message && !isDeleted);
  if (flagOf(args, "delete_original")) {
    if (about) deleteMessage(world, state, channel, about);
    return;
  }
  const text = textOf(args, "text");
  const blocks = takeBlocks({ state, world }, { blocks: args["blocks"] });
  if (text === "" && blocks.length === 0) throw new Refused("no_text");
  if (flagOf(args, "replace_original")) {
    if (!about) throw new Refused("message_not_found");
    editMessage(world, state, channel, about, { text, blocks });
    return;
  }
  const isForAll = textOf(args, "response_type") === "in_channel";
  postMessage(world, state, channel, {
    user: state.botUser,
    text,
    blocks,
    thread: textOf(args, "thread_ts") || undefined,
    onlyFor: isForAll ? undefined : url.user,
  });
}

import { DepmapError } from "../../../../model/errors.ts";
import type { Reply } from "../../../../model/reply.ts";
import { renderMessage } from "../render/render-message.ts";
import type { RenderTools } from "../render/render-tools.ts";
import { SlackRefusal } from "../slack-web.ts";
import type { Ask } from "./ask.ts";
import type { DeskTools } from "./desk-tools.ts";
import { drawingFor, hasPicture, plainDrawingFor, waitForPictures } from "./drawing-for.ts";
import { sendToUrl } from "./send-to-url.ts";

/** An answer as Slack takes it, for whatever way it goes. */
interface Said {
  readonly text: string;
  readonly blocks: readonly object[];
}

/** Whether it is shown; `away` is why trying again may help. */
interface Told {
  readonly isShown: boolean;
  readonly away?: unknown;
}

/** True when it stands there now; false when there is no such way. */
type Way = (tools: DeskTools, ask: Ask, said: Said) => Promise<boolean>;

/**
 * Shows the reply to whoever asked and to nobody else, as near to the question as Slack allows: by the question's own
 * response address, in the channel, or as a direct message.
 *
 * May show it twice after a fault. Rejects with `chat-away` when it came through nowhere and trying again may help.
 */
export async function tellAsker(tools: DeskTools, ask: Ask, reply: Reply): Promise<void> {
  const { isShown, away } = await tell(tools, ask, reply, [byResponseUrl, inChannel, directly]);
  if (isShown) return;
  if (away !== undefined) {
    const message = "Slack took an answer nowhere; it is tried again";
    throw new DepmapError("chat-away", message, { cause: away });
  }
  tools.log.error({ request: ask.id }, "an answer could be shown nowhere");
}

/** The same for what is worth no direct message and no second try. */
export async function tellInPassing(tools: DeskTools, ask: Ask, reply: Reply): Promise<void> {
  await tell(tools, ask, reply, [byResponseUrl, inChannel]);
}

async function tell(tools: DeskTools, ask: Ask, reply: Reply, ways: readonly Way[]): Promise<Told> {
  await waitForPictures(tools, ask.here, reply);
  const told = await tryWays(tools, ask, reply, ways, drawingFor(tools, ask));
  if (told.isShown || !hasPicture(reply)) return told;
  // Slack may not show a file yet, or never: the words matter more.
  return await tryWays(tools, ask, reply, ways, plainDrawingFor(tools, ask));
}

async function tryWays(
  tools: DeskTools,
  ask: Ask,
  reply: Reply,
  ways: readonly Way[],
  drawing: RenderTools,
): Promise<Told> {
  const said: Said = await renderMessage(reply, drawing);
  let away: unknown;
  for (const way of ways) {
    try {
      if (await way(tools, ask, said)) return { isShown: true };
    } catch (fault) {
      tools.log.warn({ fault, request: ask.id }, "one way of answering failed: the next is tried");
      if (!(fault instanceof SlackRefusal)) away = fault;
    }
  }
  return { isShown: false, away };
}

const byResponseUrl: Way = async (_tools, { responseUrl, thread }, said) => {
  if (responseUrl === undefined) return false;
  return await sendToUrl(responseUrl, {
    ...said,
    ...threadOf(thread),
    response_type: "ephemeral",
    replace_original: false,
    unfurl_links: false,
    unfurl_media: false,
  });
};

const inChannel: Way = async ({ web }, { here, user, channel, thread }, said) => {
  if (channel === undefined) return false;
  const { workspace } = here;
  const to = { channel, user, ...threadOf(thread) };
  await web.call("chat.postEphemeral", { ...to, ...said }, { workspace });
  return true;
};

/** A person's id in place of a channel's is their conversation with depmap. */
const directly: Way = async ({ web }, { here, user }, said) => {
  const { workspace } = here;
  const quiet = { unfurl_links: false, unfurl_media: false };
  await web.call("chat.postMessage", { channel: user, ...said, ...quiet }, { workspace });
  return true;
};

function threadOf(thread: string | undefined): { readonly thread_ts?: string } {
  return thread === undefined ? {} : { thread_ts: thread };
}

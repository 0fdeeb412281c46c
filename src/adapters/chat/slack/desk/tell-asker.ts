import { z } from "zod";
import { DepmapError } from "../../../../model/errors.ts";
import type { Reply } from "../../../../model/reply.ts";
import { renderMessage } from "../render/render-message.ts";
import type { RenderTools } from "../render/render-tools.ts";
import { SlackRefusal } from "../slack-web.ts";
import type { Ask } from "./ask.ts";
import type { DeskTools } from "./desk-tools.ts";
import { drawingFor, hasPicture, plainDrawingFor, waitForPictures } from "./drawing-for.ts";

const ANSWER_MS = 3000;
const FOR_THE_ASKER = {
  response_type: "ephemeral",
  replace_original: false,
  unfurl_links: false,
  unfurl_media: false,
};

/** An answer as Slack takes it, for whatever way it goes. */
interface Said {
  readonly text: string;
  readonly blocks: readonly object[];
  readonly thread_ts?: string;
}

/** Whether it is shown; `away` is why trying again may help. */
interface Told {
  readonly isShown: boolean;
  readonly away?: unknown;
}

/** True when it stands there now; false when Slack has no room for it this way. */
type Way = (tools: DeskTools, ask: Ask, said: Said) => Promise<boolean>;

/**
 * Shows the reply to whoever asked and to nobody else, as near to the question as Slack allows: by the question's own
 * response address, in the channel, or as a direct message.
 *
 * May show it twice after a fault. Rejects with `chat-away` when it came through nowhere and trying again may help.
 */
export async function tellAsker(tools: DeskTools, ask: Ask, reply: Reply): Promise<void> {
  const { isShown, away } = await tellNearby(tools, ask, reply);
  if (isShown) return;
  try {
    await tellDirectly(tools, ask, reply);
  } catch (fault) {
    const cause = fault instanceof SlackRefusal ? away : fault;
    if (cause === undefined) {
      tools.log.error({ fault, request: ask.id }, "an answer could be shown nowhere");
      return;
    }
    throw new DepmapError("chat-away", "Slack took an answer nowhere; try again", { cause });
  }
}

/** The same without the direct message: for what is not worth one. */
export async function tellNearby(tools: DeskTools, ask: Ask, reply: Reply): Promise<Told> {
  await waitForPictures(tools, ask.here, reply);
  const told = await tryWays(tools, ask, reply, drawingFor(tools, ask));
  if (told.isShown || !hasPicture(reply)) return told;
  // Slack may not show a file yet, or never: the words matter more.
  return await tryWays(tools, ask, reply, plainDrawingFor(tools, ask));
}

async function tryWays(
  tools: DeskTools,
  ask: Ask,
  reply: Reply,
  drawing: RenderTools,
): Promise<Told> {
  const { text, blocks } = await renderMessage(reply, drawing);
  const thread = ask.thread === undefined ? {} : { thread_ts: ask.thread };
  const said: Said = { text, blocks, ...thread };
  let away: unknown;
  for (const way of [byResponseUrl, inChannel]) {
    try {
      if (await way(tools, ask, said)) return { isShown: true };
    } catch (fault) {
      tools.log.warn({ fault, request: ask.id }, "one way of answering failed: the next is tried");
      if (!(fault instanceof SlackRefusal)) away = fault;
    }
  }
  return { isShown: false, away };
}

const byResponseUrl: Way = async (_tools, { responseUrl }, said) => {
  if (responseUrl === undefined) return false;
  try {
    const response = await fetch(responseUrl, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ ...said, ...FOR_THE_ASKER }),
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const answer = await response.text();
    // Used up or too old: 4xx, or an `ok: false`.
    if (response.ok) return !/"ok"\s*:\s*false/.test(answer);
    if (response.status < 500 && response.status !== 429) return false;
    throw new Error(`status ${response.status}`);
  } catch (cause) {
    const message = "Slack did not take an answer at its response address; it is tried elsewhere";
    throw new DepmapError("chat-away", message, { cause });
  }
};

const inChannel: Way = async ({ web }, { here, user, channel }, said) => {
  if (channel === undefined) return false;
  const { workspace } = here;
  await web.call("chat.postEphemeral", { channel, user, ...said }, { workspace });
  return true;
};

/** As a direct message, which stays: so it is looked for first. */
async function tellDirectly(
  { web, chat, clock }: DeskTools,
  ask: Ask,
  reply: Reply,
): Promise<void> {
  const { workspace } = ask.here;
  const answer = await web.call("conversations.open", { users: ask.user }, { workspace });
  const { channel } = z.object({ channel: z.object({ id: z.string() }) }).parse(answer);
  const to = { channel: ask.here.idOf(channel.id) };
  const key = `answer ${ask.id}`;
  if (await chat.findPosted(to, key, clock.now() - LOOK_BACK_MS)) return;
  await chat.post(to, reply, key);
}

/** How long a request may wait for its answer and still be found answered. */
export const LOOK_BACK_MS = 24 * 60 * 60 * 1000;

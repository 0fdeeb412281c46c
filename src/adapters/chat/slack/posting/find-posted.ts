import { z } from "zod";
import { SlackRefusal, type SlackWeb } from "../slack-web.ts";
import type { Workspace } from "../workspaces.ts";
import { listIn, pages } from "./pages.ts";

/** The event type of every message that depmap posts; the key is its payload. */
export const MESSAGE_EVENT = "depmap_message";

const Keyed = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  thread_ts: z.string().optional(),
  metadata: z.object({
    event_type: z.literal(MESSAGE_EVENT),
    event_payload: z.object({ key: z.string() }),
  }),
});

/** Slack gives no more than 15 to apps that are sold outside its marketplace; depmap is an internal app. */
const MESSAGES_PER_PAGE = 200;

/** The id of depmap's own message that carries the key, among those of the channel (or of the thread) since then. */
export async function findPosted(
  web: SlackWeb,
  {
    channel,
    thread,
    key,
    since,
    workspace,
    me,
  }: {
    readonly channel: string;
    readonly thread: string | undefined;
    readonly key: string;
    /** Epoch milliseconds. */
    readonly since: number;
    readonly workspace: string | undefined;
    readonly me: Pick<Workspace, "botUser" | "botId">;
  },
): Promise<string | undefined> {
  const args = {
    channel,
    ...(thread === undefined ? {} : { ts: thread }),
    oldest: (Math.max(0, since) / 1000).toFixed(6),
    inclusive: true,
    include_all_metadata: true,
    limit: MESSAGES_PER_PAGE,
  };
  const method = thread === undefined ? "conversations.history" : "conversations.replies";
  try {
    for await (const answer of pages(web, method, args, { workspace, isUrgent: true })) {
      for (const one of listIn(answer, "messages")) {
        const { data } = Keyed.safeParse(one);
        if (data?.metadata.event_payload.key !== key) continue;
        // Any app may write the same metadata.
        if (data.bot_id !== me.botId && data.user !== me.botUser) continue;
        // The root of a thread comes with every page, however old it is.
        const isThere = thread === undefined || data.thread_ts === thread;
        if (isThere && Number(data.ts) * 1000 >= since) return data.ts;
      }
    }
  } catch (fault) {
    if (fault instanceof SlackRefusal && fault.error === "thread_not_found") return undefined;
    throw fault;
  }
  return undefined;
}

import { z } from "zod";
import type { ThreadMessage } from "../../../../ports/chat.ts";
import type { SlackWeb } from "../slack-web.ts";
import type { Workspace } from "../workspaces.ts";
import { listIn, pages } from "./pages.ts";
import { mentionedIn, plainWords } from "./plain-words.ts";

const Said = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().catch(""),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  username: z.string().optional().catch(undefined),
  bot_profile: z.object({ name: z.string() }).optional().catch(undefined),
});
type Said = z.infer<typeof Said>;

/** Subtypes under which people and bots say something; all others are Slack's own lines, or what is left of a deletion. */
const SPEECH = new Set([undefined, "bot_message", "file_share", "me_message", "thread_broadcast"]);
const MESSAGES_PER_PAGE = 200;

/** All that was said in a thread, the root first, in words as people see them. */
export async function readThread(
  web: SlackWeb,
  {
    channel,
    root,
    workspace,
    me,
    nameOf,
  }: {
    readonly channel: string;
    readonly root: string;
    readonly workspace: string | undefined;
    readonly me: Workspace;
    readonly nameOf: (user: string, workspace: string | undefined) => Promise<string>;
  },
): Promise<readonly ThreadMessage[]> {
  // By id: the root may come again with each page.
  const byTs = new Map<string, Said>();
  const args = { channel, ts: root, limit: MESSAGES_PER_PAGE };
  for await (const answer of pages(web, "conversations.replies", args, { workspace })) {
    for (const one of listIn(answer, "messages")) {
      const { data } = Said.safeParse(one);
      if (data && SPEECH.has(data.subtype)) byTs.set(data.ts, data);
    }
  }
  const said = [...byTs.values()];
  const users = said.flatMap(({ user, text }) => [...(user ? [user] : []), ...mentionedIn(text)]);
  const names = new Map<string, string>();
  for (const user of new Set(users)) names.set(user, await nameOf(user, workspace));
  return said
    .toSorted((a, b) => Number(a.ts) - Number(b.ts))
    .map((one) => asThreadMessage(one, { channel, root, me, names }));
}

function asThreadMessage(
  one: Said,
  about: {
    readonly channel: string;
    readonly root: string;
    readonly me: Workspace;
    readonly names: ReadonlyMap<string, string>;
  },
): ThreadMessage {
  const { me, names } = about;
  const isOwn = one.user === me.botUser || one.bot_id === me.botId;
  const app = one.username ?? one.bot_profile?.name ?? one.bot_id ?? "somebody";
  return {
    id: one.ts,
    author: (one.user === undefined ? undefined : names.get(one.user)) ?? app,
    text: plainWords(one.text, names),
    at: Math.round(Number(one.ts) * 1000),
    link: linkTo(one.ts, about),
    ...(isOwn ? { isOwn } : {}),
  };
}

/** As `chat.getPermalink` makes it, without asking for each message. */
function linkTo(
  ts: string,
  { channel, root, me }: { channel: string; root: string; me: Workspace },
): string {
  const link = new URL(`archives/${channel}/p${ts.replace(".", "")}`, me.url);
  if (ts !== root) link.search = new URLSearchParams({ thread_ts: root, cid: channel }).toString();
  return link.href;
}

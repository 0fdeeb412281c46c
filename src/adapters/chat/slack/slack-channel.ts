import { z } from "zod";
import type { Channel } from "../../../ports/chat.ts";
import { plainWords } from "./posting/plain-words.ts";
import { writeSlackId } from "./slack-ids.ts";

/** A channel with what only Slack's adapter has to know of it. */
export interface SlackChannel extends Channel {
  readonly isMember: boolean;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** The topic alone, as people read it. */
  readonly topicLine: string;
}

const Flag = z.boolean().catch(false);
const Line = z
  .object({ value: z.string() })
  .catch({ value: "" })
  .transform(({ value }) => plainWords(value));

const Shown = z.object({
  id: z.string().min(1),
  name: z.string().catch("direct message"),
  is_member: Flag,
  is_private: Flag,
  is_archived: Flag,
  is_ext_shared: Flag,
  /** Another organisation has been asked in; once it is there, it reads all that was written before. */
  is_pending_ext_shared: Flag,
  topic: Line,
  purpose: Line,
});

/** A channel as Slack shows it in the answers to many methods; undefined for anything else. `workspace` as in ids. */
export function readSlackChannel(
  shown: unknown,
  workspace: string | undefined,
): SlackChannel | undefined {
  const read = Shown.safeParse(shown);
  if (!read.success) return undefined;
  const { id, name, topic, purpose, ...flags } = read.data;
  const words = [topic, purpose].filter((line) => line !== "").join("\n");
  return {
    id: writeSlackId({ workspace, id }),
    name,
    ...(words === "" ? {} : { topic: words }),
    ...(flags.is_ext_shared || flags.is_pending_ext_shared ? { isShared: true } : {}),
    isMember: flags.is_member,
    isPrivate: flags.is_private,
    isArchived: flags.is_archived,
    topicLine: topic,
  };
}

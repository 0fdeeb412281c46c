import { mayRead, type Person } from "../../../../../model/person.ts";
import type { Reply } from "../../../../../model/reply.ts";
import type { Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { isForm, openModal } from "./modals.ts";
import { postOnceInChannel } from "./post-once-in-channel.ts";
import { tellAsker } from "./tell-asker.ts";

/**
 * Brings an answer to where it belongs: a form into a modal, what is for the channel into the channel, once, and all
 * else to whoever asked.
 *
 * What cannot be shown where it belongs is shown to whoever asked.
 */
export async function deliver(
  tools: DeskTools,
  ask: Ask,
  reply: Reply,
  person?: Person,
): Promise<void> {
  if (isForm(reply) && (await openModal(tools, ask, reply))) return;
  const isForChannel = reply.visibility === "channel" && person !== undefined && mayRead(person);
  if (isForChannel && (await postOnceInChannel(tools, ask, reply))) return;
  await tellAsker(tools, ask, reply);
}

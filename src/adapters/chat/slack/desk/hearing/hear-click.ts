import type { Context } from "@slack/bolt";
import { Block, Reply } from "../../../../../model/reply.ts";
import { readElement } from "../../render/read-controls.ts";
import { answer } from "../answering/answer.ts";
import { placeOf, type Ask } from "../ask.ts";
import { deliver } from "../answering/deliver.ts";
import type { DeskTools } from "../desk-tools.ts";
import { installedHere, type Here } from "../installed-here.ts";
import { carriedBy, openModal, updateModal } from "../answering/modals.ts";
import { publishHome } from "../answering/publish-home.ts";
import type { ClickBody } from "../bodies/request-bodies.ts";
import { tellAsker } from "../answering/tell-asker.ts";
import { DONE } from "../answering/short-replies.ts";

/**
 * Does what a button or a select stands for, and shows the answer where it was pressed: beside the message, in the
 * modal, or in front of App Home.
 */
export async function hearClick(
  tools: DeskTools,
  body: ClickBody,
  context: Context,
): Promise<void> {
  const pressed = readElement(body.actions[0], body.view?.state ?? body.state);
  // A link, which Slack opens by itself, or a field that is being filled in.
  if (!pressed) return;
  const { action, fields } = pressed;
  const here = await installedHere(tools, context);
  const ask = askOf(body, here);
  const { id, message } = ask;
  await answer(
    tools,
    ask,
    async (person) =>
      // A form that did not fit into the message is there already: nobody else need be asked for it.
      (await formBehind(tools, action)) ??
      (await tools.handlers.onAction({ id, action, fields, person, place: placeOf(ask), message })),
    {
      show: async (reply, person) => {
        if (body.view?.type === "home") return await showAtHome(tools, ask, reply);
        if (body.view) return await showInModal(tools, ask, body.view.id, reply);
        if (reply) await deliver(tools, ask, reply, person);
      },
    },
  );
}

/** The form that a button opens; undefined when it does something else. */
async function formBehind({ actions }: DeskTools, id: string): Promise<Reply | undefined> {
  const action = await actions.find(id);
  if (action?.type !== "open-form") return undefined;
  const form = Block.parse(JSON.parse(action.form));
  const headline = form.type === "form" ? form.title : "A form";
  return Reply.parse({ headline, blocks: [form] });
}

/** Shows the answer in the modal; to whoever asked, when the modal is closed. */
export async function showInModal(
  tools: DeskTools,
  ask: Ask,
  viewId: string,
  reply: Reply | undefined,
): Promise<void> {
  const isShown = await updateModal(tools, ask, viewId, reply ?? DONE);
  if (!isShown && reply) await tellAsker(tools, ask, reply);
  if (ask.isAtHome) await publishHome(tools, ask.here, ask.user);
}

async function showAtHome(tools: DeskTools, ask: Ask, reply: Reply | undefined): Promise<void> {
  if (reply && !(await openModal(tools, ask, reply))) await tellAsker(tools, ask, reply);
  await publishHome(tools, ask.here, ask.user);
}

function askOf(body: ClickBody, here: Here): Ask {
  const { user, channel, container, message, view, actions } = body;
  const carried = carriedBy(view?.private_metadata ?? "");
  const ts = container?.message_ts ?? message?.ts;
  const root = message?.thread_ts ?? container?.thread_ts;
  return {
    id: body.trigger_id ?? `${user.id} ${actions[0]?.action_ts ?? ts}`,
    here,
    user: user.id,
    channel: channel?.id ?? container?.channel_id ?? carried.channel,
    // A root message stands in the channel.
    thread: (root === ts ? undefined : root) ?? carried.thread,
    message: ts ?? carried.message,
    isAtHome: view?.type === "home" || carried.isAtHome,
    responseUrl: body.response_url,
    triggerId: body.trigger_id,
  };
}

import { actionsOf } from "../../../model/actions-of.ts";
import { fitReply } from "../../../model/reply-budget.ts";
import { Reply, type Action } from "../../../model/reply.ts";
import type { ActionBox } from "../../../ports/journal.ts";

/** A reply within the budgets, and the opaque id of each of its actions, by the action as JSON. */
export interface KeptReply {
  readonly reply: Reply;
  readonly actions: Readonly<Record<string, string>>;
}

/** Makes a reply ready to be stored in that message: cut to size, its actions kept in the box. */
export async function keepReply(reply: Reply, message: string, box: ActionBox): Promise<KeptReply> {
  // Parsed, so that the same action has the same JSON now and when it is read back.
  const fitted = Reply.parse(fitReply(reply));
  const ids = actionsOf(fitted).map(async (action) => {
    return [actionKey(action), await box.keep(action, message)] as const;
  });
  return { reply: fitted, actions: Object.fromEntries(await Promise.all(ids)) };
}

/** The name under which `KeptReply.actions` has an action's id. */
export function actionKey(action: Action): string {
  return JSON.stringify(action);
}

import { messageOf } from "../../model/errors.ts";
import type { ActionBox } from "../../ports/journal.ts";
import type { Log } from "../../ports/log.ts";
import type { SharedActions } from "../../ports/shared-actions.ts";
import { withPatience } from "../with-patience.ts";

/** A message does not wait longer for its buttons to be shared. */
const PATIENCE_MS = 300;
/** So many ids are remembered as shared; more cost a question each, nothing else. */
const REMEMBERED = 10_000;

/**
 * An action box whose buttons work on every replica.
 *
 * While the store is away an action is kept here only: then its button works where it was made, and is shared when its
 * message is next shown.
 */
export function createSharedActions({
  local,
  shared,
  log,
}: {
  readonly local: ActionBox;
  readonly shared: SharedActions;
  readonly log: Log;
}): ActionBox {
  const known = new Set<string>();

  return {
    async keep(action, message) {
      const id = await local.keep(action, message);
      if (known.has(id)) return id;
      const outcome = await withPatience(shared.put(id, action, message), PATIENCE_MS);
      if (outcome.came === "answer") {
        if (known.size >= REMEMBERED) known.clear();
        known.add(id);
      } else {
        const why = outcome.came === "failed" ? messageOf(outcome.why) : "no answer in time";
        log.debug({ why }, "a button works on this replica only, until it is shown again");
      }
      return id;
    },
    async find(id) {
      const own = await local.find(id);
      if (own) return own;
      try {
        return await shared.find(id);
      } catch (fault) {
        log.warn({ why: messageOf(fault) }, "a button of another replica cannot be looked up");
        return undefined;
      }
    },
  };
}

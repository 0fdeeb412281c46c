import { DepmapError, messageOf } from "../../../../../model/errors.ts";
import { mayRead, type Person } from "../../../../../model/person.ts";
import type { Reply } from "../../../../../model/reply.ts";
import type { Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { seeChannel } from "./see-channel.ts";
import { shortReply } from "../../../../../model/short-reply.ts";

/** Who asks, or why they are not heard. */
export type Admitted =
  | { readonly kind: "person"; readonly person: Person }
  | { readonly kind: "refused"; readonly reply: Reply };

/**
 * Looks up who asks, by the rights that hold now, and lets in members of this workspace only, and only where no other
 * organisation reads along.
 *
 * A guest comes through with `guests`, where the workflow has its own words for them. Never rejects: somebody whose
 * rights cannot be read is not let in.
 */
export async function admit(
  tools: DeskTools,
  { here, user, channel }: Pick<Ask, "here" | "user" | "channel">,
  guests = false,
): Promise<Admitted> {
  try {
    // In a channel that Slack says nothing of they are answered: nobody else sees it, and posting looks for itself.
    const [person, place] = await Promise.all([
      tools.people.person(here.idOf(user)),
      channel === undefined ? undefined : seeChannel(tools, here.idOf(channel)),
    ]);
    if (!person) return refused(STRANGER);
    if (!mayRead(person) && !(guests && person.role === "guest")) return refused(OUTSIDER);
    return place?.isShared ? refused(SHARED) : { kind: "person", person };
  } catch (fault) {
    tools.log.warn({ fault }, "Slack did not say who asks: nothing is answered to them");
    const code = fault instanceof DepmapError ? fault.code : "cannot-answer";
    const text = `depmap could not read your rights, and answers nobody without: ${messageOf(fault)}. Please try again.`;
    return refused(shortReply(`depmap could not answer (${code})`, text));
  }
}

const STRANGER = shortReply(
  "depmap does not know you here",
  "Only members of this workspace may ask it.",
);
const OUTSIDER = shortReply(
  "The map is for members only",
  "Guests and people of other workspaces read nothing here. Ask a member of this workspace.",
);
const SHARED = shortReply(
  "depmap says nothing in this channel",
  "Another organisation reads along here, and the map is internal. Ask again in a channel of your own.",
);

function refused(reply: Reply): Admitted {
  return { kind: "refused", reply };
}

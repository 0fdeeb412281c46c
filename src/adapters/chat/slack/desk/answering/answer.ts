import type { Person } from "../../../../../model/person.ts";
import type { Reply } from "../../../../../model/reply.ts";
import { admit } from "./admit.ts";
import type { Ask } from "../ask.ts";
import { deliver } from "./deliver.ts";
import type { DeskTools } from "../desk-tools.ts";
import { tellInPassing } from "./tell-asker.ts";
import { faultReply } from "./short-replies.ts";
import { shortReply } from "../../../../../model/short-reply.ts";

/** People should see something happen before Slack's three seconds are over. */
const PATIENCE_MS = 2500;

/** How an answer is made and shown, where it differs. */
export interface Answering {
  /** Guests are heard, too: the workflow has its own words for them. */
  readonly guests?: boolean;
  /** The asker sees already that depmap is at work. */
  readonly isShownBusy?: boolean;
  /** Shows the answer, nothing included; `deliver` when unset. */
  readonly show?: (reply: Reply | undefined, person: Person | undefined) => Promise<void>;
}

/**
 * Answers a request: looks up who asks, has the answer made, and shows it. Says that it is at work when that takes
 * long.
 */
export async function answer(
  tools: DeskTools,
  ask: Ask,
  make: (person: Person) => Promise<Reply | undefined>,
  { guests = false, isShownBusy = false, show }: Answering = {},
): Promise<void> {
  const busy = isShownBusy ? undefined : setTimeout(() => void sayBusy(tools, ask), PATIENCE_MS);
  let reply: Reply | undefined;
  let person: Person | undefined;
  try {
    const admitted = await admit(tools, ask, guests);
    if (admitted.kind === "person") person = admitted.person;
    reply = admitted.kind === "person" ? await make(admitted.person) : admitted.reply;
  } catch (fault) {
    // Nobody waits for nothing: somebody who asked is told also what never should have happened.
    tools.log.error({ fault, request: ask.id }, "an answer could not be made");
    reply = faultReply(fault);
  } finally {
    clearTimeout(busy);
  }
  if (show) return await show(reply, person);
  if (reply) await deliver(tools, ask, reply, person);
}

async function sayBusy(tools: DeskTools, ask: Ask): Promise<void> {
  const reply = shortReply("Still working on it", "The answer follows here.");
  await tellInPassing(tools, ask, reply).catch((fault: unknown) => {
    // The answer itself is on its way.
    tools.log.info({ fault, request: ask.id }, "could not say that an answer takes long");
  });
}

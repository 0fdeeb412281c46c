import { messageOf } from "../../../model/errors.ts";
import type { Person } from "../../../model/person.ts";
import { Reply } from "../../../model/reply.ts";
import type { ChatHandlers, Place } from "../../../ports/chat.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { ActionBox } from "../../../ports/journal.ts";
import { keepReply } from "./kept-reply.ts";
import { DEPMAP } from "./local-chat.ts";
import { newMessageId, type MessageStore } from "./message-store.ts";
import type { Asked, RequestStore } from "./request-store.ts";

/** A request that ended the process this often is not tried again. */
const ATTEMPTS = 2;

/** Answers what people asked: keeps the request first, then has it answered once, also across a restart. */
export interface AnswerDesk {
  /** Keeps the request with `said` (what else must be on disk with it), and answers it in the background. */
  ask(asked: Asked, said?: () => void): "new" | "known";
  /** Answers what an earlier process left unanswered. */
  resume(): void;
  /** Is somebody waiting for an answer here? */
  isWaiting(person: string, channel: string): boolean;
  /** Resolves when nothing is being answered. */
  idle(): Promise<void>;
}

/** A desk in front of depmap's handlers. */
export function createAnswerDesk(tools: {
  readonly handlers: ChatHandlers;
  readonly requests: RequestStore;
  readonly messages: MessageStore;
  readonly people: readonly Person[];
  readonly actions: ActionBox;
  readonly clock: Clock;
  readonly changed: () => void;
  /** All of it or nothing. */
  readonly atOnce: <Result>(work: () => Result) => Result;
}): AnswerDesk {
  const { requests, messages, actions, clock, changed, atOnce } = tools;
  const running = new Map<string, { asked: Asked; done: Promise<void> }>();

  function start(asked: Asked): void {
    const done = answer(asked)
      .catch(() => {
        // The chat's own disk is away: the request stays unanswered and is taken up at the next start.
      })
      .finally(() => {
        running.delete(asked.id);
        changed();
      });
    running.set(asked.id, { asked, done });
    changed();
  }

  async function answer(asked: Asked): Promise<void> {
    const again = requests.attempt(asked.id) > ATTEMPTS;
    const nobodyWaits = asked.what.kind === "change";
    const givenUp = nobodyWaits ? undefined : stopped();
    const reply = again ? givenUp : await replyTo(tools, asked);
    if (!reply) return requests.answered(asked.id);

    const id = newMessageId();
    const kept = await keepReply(reply, id, actions);
    const onlyFor = reply.visibility === "asker" ? asked.person : undefined;
    const { channel } = asked;
    // Somebody may have deleted the thread meanwhile; the answer is not lost for that.
    const root = asked.thread === undefined ? undefined : messages.find(asked.thread);
    const thread = root?.deleted === false ? root.id : undefined;
    const by = { author: DEPMAP, authorName: DEPMAP, at: clock.now() };
    atOnce(() => {
      messages.add({ id, channel, thread, onlyFor, ...by, ...kept });
      requests.answered(asked.id);
    });
  }

  return {
    ask(asked, said) {
      const kept = atOnce(() => {
        const known = requests.keep(asked, clock.now());
        if (known === "known") return known;
        said?.();
        if (asked.what.kind === "nothing") requests.answered(asked.id);
        return known;
      });
      if (kept === "new" && asked.what.kind !== "nothing") start(asked);
      else changed();
      return kept;
    },
    resume() {
      requests.unanswered().forEach(start);
    },
    isWaiting(person, channel) {
      const waiting = [...running.values()];
      return waiting.some(
        ({ asked }) =>
          asked.what.kind !== "change" && asked.person === person && asked.channel === channel,
      );
    },
    async idle() {
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

async function replyTo(
  { handlers, people }: { readonly handlers: ChatHandlers; readonly people: readonly Person[] },
  { id, person: personId, channel, thread, what }: Asked,
): Promise<Reply | undefined> {
  // Looked up now: the rights that count are those at the click.
  const person = people.find((known) => known.id === personId);
  if (!person) return undefined;
  const place: Place & { channel: string } = { chat: "local", channel, thread };
  try {
    switch (what.kind) {
      case "nothing":
        return undefined;
      case "command":
        return await handlers.onCommand({ id, line: what.line, person, place });
      case "action": {
        const { action, fields, message } = what;
        return await handlers.onAction({ id, action, fields, person, place, message });
      }
      case "capture":
        return await handlers.onCapture({ id, person, place: { ...place, thread: what.root } });
      case "change": {
        const { message, did, root } = what;
        await handlers.onThreadChange({ id, place: { ...place, thread: root }, message, did });
        return undefined;
      }
    }
  } catch (fault) {
    return failed(fault);
  }
}

function failed(fault: unknown): Reply {
  const text = `Something went wrong inside depmap: ${messageOf(fault)}. The log has the details.`;
  const headline = "depmap could not answer (cannot-answer)";
  return Reply.parse({ headline, tone: "degraded", blocks: [{ type: "section", text }] });
}

function stopped(): Reply {
  const text =
    "depmap was restarted while it answered this. Please ask again; if it happens again, the log says more.";
  const headline = "This was not answered";
  return Reply.parse({ headline, tone: "degraded", blocks: [{ type: "section", text }] });
}

import { Reply } from "../../../src/model/reply.ts";
import type {
  ActionRequest,
  CaptureRequest,
  Chat,
  CommandRequest,
  Destination,
} from "../../../src/ports/chat.ts";
import type { ActionBox } from "../../../src/ports/journal.ts";

/** What the chat handed to depmap so far. */
export interface Handed {
  readonly commands: CommandRequest[];
  readonly actions: ActionRequest[];
  readonly captures: CaptureRequest[];
}

/** Somebody in the chat product, on the other side of the adapter: through its own wire, never through the port. */
export interface Somebody {
  readonly id: string;
  says(to: Destination, text: string): Promise<string>;
  changes(message: string, text: string): Promise<void>;
  deletes(message: string): Promise<void>;
  /** Asks depmap something; `id` is what the product gives the request. Resolves when it has been answered. */
  commands(to: Destination, line: string, id: string): Promise<void>;
  /** Presses the button of that label, or chooses or fills in what it belongs to. */
  clicks(
    message: string,
    label: string,
    id: string,
    fields?: Record<string, string>,
  ): Promise<void>;
  captures(message: string, id: string): Promise<void>;
  /** The words this person sees in a channel or a thread, message by message. */
  reads(to: Destination): Promise<readonly string[]>;
}

/** A chat product with the adapter in front of it. */
export interface ChatUnderTest {
  readonly chat: Chat;
  readonly box: ActionBox;
  readonly handed: Handed;
  /** An approver, and a guest. */
  readonly approver: Somebody;
  readonly guest: Somebody;
  /** What the handlers answer from now on. */
  answerWith(reply: Reply): void;
  /** Everything in a message that is more than letters: links, mentions, markup, controls. In order. */
  alive(message: string): Promise<readonly string[]>;
  /** Ends the adapter and starts it anew in front of the same product. */
  restart(): Promise<void>;
  /** From now on the product cannot be reached. */
  goAway(): Promise<void>;
  close(): Promise<void>;
}

/** One promise of the contract, put to the test. */
export type Check = (under: ChatUnderTest) => Promise<void>;
export type Declare = (sentence: string, check: Check) => void;

/** A reply of one line. */
export function saying(headline: string): Reply {
  return Reply.parse({ headline, visibility: "channel" });
}

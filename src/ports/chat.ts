import type { Person } from "../model/person.ts";
import type { Reply } from "../model/reply.ts";

export interface Channel {
  readonly id: string;
  readonly name: string;
}

/** A message in a thread, as capture reads it. */
export interface ThreadMessage {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly link: string;
  /** Written by depmap itself: it learns nothing from its own words. */
  readonly isOwn?: boolean | undefined;
}

/** Where a reply goes. */
export interface Destination {
  readonly channel: string;
  /** The root message of the thread; unset for a message of its own. */
  readonly thread?: string | undefined;
}

/**
 * A chat product, as the workflows see it. Every adapter passes `chatContract`.
 *
 * Each method makes one attempt and has its own deadline; a chat that is away rejects with `chat-away`. Nothing
 * in a reply comes alive: no mention, no markup, no link but those that depmap made.
 */
export interface Chat {
  /** `local`, `slack`, `teams`. */
  readonly name: string;
  /** Posts a message that carries `key`, and gives its id. Calling twice posts twice: look first. */
  post(to: Destination, reply: Reply, key: string): Promise<string>;
  /** Replaces a message's content; twice is once. Rejects with `bad-input` when there is no such message. */
  edit(channel: string, message: string, reply: Reply): Promise<void>;
  /** The id of the message that carries `key`, looked for among those since `since` (epoch milliseconds). */
  findPosted(to: Destination, key: string, since: number): Promise<string | undefined>;
  /** The channel with that name or id, if depmap can see it. */
  findChannel(nameOrId: string): Promise<Channel | undefined>;
  /** The channel for a new incident, made when the chat allows it. The same name twice is the same channel. */
  openChannel(name: string): Promise<Channel>;
  /** All messages of a thread, the root first, with edits followed and deletions left out. */
  thread(channel: string, root: string): Promise<readonly ThreadMessage[]>;
  /** The person with the rights that hold now; undefined when the chat knows nobody by that id. */
  person(id: string): Promise<Person | undefined>;
  close(): Promise<void>;
}

/** Where somebody asked. */
export interface Place {
  readonly chat: string;
  readonly channel?: string | undefined;
  readonly thread?: string | undefined;
}

/** A typed command, without the `/depmap` or the mention: `blast-radius redis`. */
export interface CommandRequest {
  /** Unique per request: the same id twice is answered once. */
  readonly id: string;
  readonly line: string;
  readonly person: Person;
  readonly place: Place;
}

/** A click, a choice or a form. */
export interface ActionRequest {
  readonly id: string;
  /** The opaque id that `ActionBox.keep` gave. */
  readonly action: string;
  /** A select's value under `value`; a form's fields by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly person: Person;
  readonly place: Place;
  /** The message that carries the button. */
  readonly message?: string | undefined;
}

/** "Capture dependencies" on a thread. */
export interface CaptureRequest {
  readonly id: string;
  readonly person: Person;
  readonly place: Place & { readonly channel: string; readonly thread: string };
}

/** What a chat adapter calls when something happens in the chat. main.ts gives it these; they never reject. */
export interface ChatHandlers {
  onCommand(request: CommandRequest): Promise<Reply>;
  /** A reply for whoever clicked, or nothing when the message itself was edited. */
  onAction(request: ActionRequest): Promise<Reply | undefined>;
  onCapture(request: CaptureRequest): Promise<Reply>;
  /** What could follow the typed text, best first, for completion. */
  complete(line: string, place: Place): Promise<readonly Completion[]>;
}

export interface Completion {
  /** The whole line after choosing it. */
  readonly line: string;
  readonly label: string;
  readonly hint: string;
}

import type { Person } from "../model/person.ts";
import type { Reply } from "../model/reply.ts";

export interface Channel {
  readonly id: string;
  readonly name: string;
  /** What people wrote over it: topic and purpose, one after the other. */
  readonly topic?: string | undefined;
  /** Another organisation reads along: nothing internal may be posted here. */
  readonly isShared?: boolean | undefined;
}

/** What depmap did to get into a channel, and what it cannot do there. */
export interface Entered {
  readonly channel: Channel;
  /** In words for people, each with the next step, such as a scope that is missing. */
  readonly missing: readonly string[];
}

/** What a channel gets beside its messages. */
export interface Furnishing {
  /** The id of a message to pin. */
  readonly pin?: string | undefined;
  readonly bookmark?: { readonly title: string; readonly url: string } | undefined;
  readonly topic?: string | undefined;
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
  /** The channel with that name or id, or behind that link, if depmap can see it. */
  findChannel(nameOrId: string): Promise<Channel | undefined>;
  /** The channel for a new incident, made when the chat allows it. The same name twice is the same channel. */
  openChannel(name: string): Promise<Channel>;
  /**
   * Joins the channel, if it has to be joined; twice is once. Rejects with `not-allowed`, with the next step in words,
   * where depmap must be invited or must not be.
   */
  enter(channel: string): Promise<Entered>;
  /**
   * Pins, bookmarks, sets the topic; what is so already stays. Gives what could not be done, in words: none of it is
   * worth failing for.
   */
  furnish(channel: string, furnishing: Furnishing): Promise<readonly string[]>;
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

/** A channel that depmap has come to know of, or that changed its name. */
export interface ChannelNotice {
  readonly id: string;
  readonly channel: Channel;
  readonly place: Place;
  readonly why: "created" | "renamed" | "invited";
}

/** Somebody edited or deleted a message that proposals may have been read from. */
export interface ThreadChange {
  readonly id: string;
  readonly place: Place & { readonly channel: string; readonly thread: string };
  readonly message: string;
  readonly did: "edited" | "deleted";
}

/** What a chat adapter calls when something happens in the chat. main.ts gives it these; they never reject. */
export interface ChatHandlers {
  onCommand(request: CommandRequest): Promise<Reply>;
  /** A reply for whoever clicked, or nothing when the message itself was edited. */
  onAction(request: ActionRequest): Promise<Reply | undefined>;
  onCapture(request: CaptureRequest): Promise<Reply>;
  /** Finds the incident that a channel is about, and has it told there. A reply is for the channel. */
  onChannel(notice: ChannelNotice): Promise<Reply | undefined>;
  onThreadChange(change: ThreadChange): Promise<void>;
  /** The page that a chat keeps for each person: what waits for them, what is theirs, how fresh the map is. */
  home(person: Person, place: Place): Promise<Reply>;
  /** What could follow the typed text, best first, for completion. */
  complete(line: string, place: Place): Promise<readonly Completion[]>;
}

export interface Completion {
  /** The whole line after choosing it. */
  readonly line: string;
  readonly label: string;
  readonly hint: string;
}

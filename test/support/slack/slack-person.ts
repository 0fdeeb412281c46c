import type { DoubleMessage } from "./double-message.ts";
import type { Json } from "./json.ts";

export type { Json } from "./json.ts";

/** How the app answered a command, a click or a form. */
export interface Acknowledged {
  /** False when the person was told that it did not work: no answer in time, or no success. */
  readonly ok: boolean;
  /** What the acknowledgement carried: text, options, a response_action. */
  readonly body: unknown;
  /** The HTTP status; undefined over a socket or when nothing came. */
  readonly status: number | undefined;
  readonly tookMs: number;
  /** The trigger id that went out, to send the same again. */
  readonly triggerId: string;
}

/** How something is pressed or sent. */
export interface Doing {
  /** Sends the same trigger id again, as a repeated delivery would. */
  readonly triggerId?: string;
  /** What is filled in, by the label, the placeholder, the block id or the action id; a choice by its words or its value. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The choice, for a select: its words or its value. */
  readonly choice?: string;
}

/** Somebody in front of Slack. */
export interface SlackPerson {
  readonly id: string;
  /** Gives the message's `ts`. */
  says(channel: string, text: string, thread?: string): Promise<string>;
  /** Writes to depmap: `@depmap text`. */
  mentions(channel: string, text: string, thread?: string): Promise<string>;
  changes(channel: string, ts: string, text: string): Promise<void>;
  deletes(channel: string, ts: string): Promise<void>;
  reacts(channel: string, ts: string, emoji: string): Promise<void>;
  unreacts(channel: string, ts: string, emoji: string): Promise<void>;
  /** `/depmap text`. */
  commands(channel: string, text: string, doing?: Doing): Promise<Acknowledged>;
  /**
   * Presses a button, or takes a choice, of a message: by the words on it or its action id. The newest message that shows
   * it when `ts` is unset. Rejects where there is nothing of the kind to press for this person.
   */
  presses(
    channel: string,
    ts: string | undefined,
    element: string,
    doing?: Doing,
  ): Promise<Acknowledged>;
  /** The same in the modal on top. */
  pressesInModal(element: string, doing?: Doing): Promise<Acknowledged>;
  /** The same in App Home. */
  pressesAtHome(element: string, doing?: Doing): Promise<Acknowledged>;
  /** Fills in the modal on top and sends it; what it answers (errors, another view) is followed. */
  submits(fields?: Doing["fields"], doing?: Doing): Promise<Acknowledged>;
  /** Closes the modal on top. */
  closesModal(): Promise<void>;
  /** Types into a select that asks the app, and gives the options that are shown. Where: a message, the modal, or App Home. */
  suggests(
    where: { readonly channel: string; readonly ts?: string } | "modal" | "home",
    element: string,
    typed: string,
  ): Promise<readonly { readonly label: string; readonly value: string }[]>;
  /** "Capture dependencies" in a message's menu, by its callback id. */
  usesMessageShortcut(
    callbackId: string,
    channel: string,
    ts: string,
    doing?: Doing,
  ): Promise<Acknowledged>;
  usesShortcut(callbackId: string, doing?: Doing): Promise<Acknowledged>;
  /** Asks somebody in; the bot when unset. */
  invites(channel: string, user?: string): Promise<void>;
  /** Puts somebody out; the bot when unset. */
  removes(channel: string, user?: string): Promise<void>;
  /** Makes a channel and gives its id. */
  createsChannel(
    name: string,
    options?: { readonly isPrivate?: boolean; readonly topic?: string },
  ): Promise<string>;
  renames(channel: string, name: string): Promise<void>;
  archives(channel: string): Promise<void>;
  setsTopic(channel: string, topic: string): Promise<void>;
  opensHome(): Promise<void>;
  /** What stands there for this person, message by message, in plain words; buttons as `[words]`. Nothing where they are not let in. */
  sees(channel: string, thread?: string): string;
  /** The same as messages. */
  messages(channel: string, thread?: string): readonly DoubleMessage[];
  /** The open modals, the one on top last. */
  views(): readonly Json[];
  /** The modal on top, in plain words; buttons as `[words]`. */
  seesModal(): string;
  /** App Home, in plain words. */
  seesHome(): string;
  /** The errors that the last form came back with, by block id. */
  errors(): Readonly<Record<string, string>>;
  /** What Slack itself told this person, such as that a command did not work. */
  troubles(): readonly string[];
}

import type { Chat } from "../../ports/chat.ts";
import type { ActionBox } from "../../ports/journal.ts";
import type { AnswerTools } from "../answers/answer-command.ts";
import type { PostTools } from "../stories/post-once.ts";
import type { InTurn } from "../../ports/turns.ts";

/** What a click needs beyond an answer. */
export interface ClickTools extends AnswerTools, PostTools {
  readonly chat: Chat;
  readonly actions: ActionBox;
  readonly environment: string;
  /** Reads the map again, so that the next answer knows what was just approved. */
  refresh(): Promise<void>;
  /** How an incident's own channel is called; without it, channels are not known by their names. */
  readonly channelPattern?: string | undefined;
  /** Takes up what was put into the journal. */
  readonly wake?: (() => void) | undefined;
  /** Turns that hold for all replicas; this process's own when unset. */
  readonly inTurn?: InTurn | undefined;
  /** Plays the example incident, and resolves whatever is open; unset when a real PagerDuty is connected. */
  readonly rehearsal?: { start(): void; end(): void } | undefined;
}

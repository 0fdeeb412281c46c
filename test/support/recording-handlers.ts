import type { Reply } from "../../src/model/reply.ts";
import type { ChatHandlers } from "../../src/ports/chat.ts";
import { saying, type Handed } from "../contracts/chat/chat-under-test.ts";
import { quietHandlers } from "./quiet-handlers.ts";

/** Handlers that write down what a chat hands over, for its contract. */
export interface RecordingHandlers {
  readonly handlers: ChatHandlers;
  readonly handed: Handed;
  /** What they answer from now on. */
  readonly answerWith: (reply: Reply) => void;
}

/** They answer clicks with nothing, and all else with one line until told otherwise. */
export function recordingHandlers(): RecordingHandlers {
  const handed: Handed = { commands: [], actions: [], captures: [] };
  let answer: Reply = saying("answered");
  const handlers = quietHandlers({
    async onCommand(request) {
      handed.commands.push(request);
      return answer;
    },
    async onAction(request) {
      handed.actions.push(request);
      return undefined;
    },
    async onCapture(request) {
      handed.captures.push(request);
      return answer;
    },
  });
  return {
    handlers,
    handed,
    answerWith(reply) {
      answer = reply;
    },
  };
}

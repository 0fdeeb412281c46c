import type { ChatHandlers } from "../ports/chat.ts";
import { actOnClick, type ClickTools } from "./act-on-click.ts";
import { answerCommand } from "./answer-command.ts";
import { captureThread } from "./capture-thread.ts";
import { completeLine } from "./complete-line.ts";

/** What every chat adapter is given: commands, clicks, captures and completion over the same workflows. */
export function chatHandlers(tools: ClickTools): ChatHandlers {
  return {
    onCommand: async (request) => (await answerCommand(tools, request)).reply,
    onAction: (request) => actOnClick(tools, request),
    onCapture: (request) => captureThread(tools, request),
    complete: (line) =>
      Promise.resolve(completeLine(line, tools.commands, tools.snapshots.current())),
  };
}

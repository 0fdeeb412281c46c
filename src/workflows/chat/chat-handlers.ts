import type { ChatHandlers } from "../../ports/chat.ts";
import { actOnClick } from "./act-on-click.ts";
import { answerCommand } from "../answers/answer-command.ts";
import { linkChannel } from "../stories/channels/link-channel.ts";
import { noticeChannel } from "../stories/channels/notice-channel.ts";
import { followThread } from "../learning/follow-thread.ts";
import { homePage } from "../answers/home-page.ts";
import { captureThread } from "./capture-thread.ts";
import type { ClickTools } from "./click-tools.ts";
import { completeLine } from "../answers/complete-line.ts";
import { createTurns } from "../turns.ts";

/** What every chat adapter is given: commands, clicks, captures and completion over the same workflows. */
export function chatHandlers(given: ClickTools): ChatHandlers {
  const hereInTurn = createTurns();
  const inTurn = given.inTurn ?? hereInTurn;
  const tools: ClickTools = { linkChannel: (link) => linkChannel(given, link), ...given, inTurn };
  return {
    onCommand: async (request) => (await answerCommand(tools, request)).reply,
    // A chat may deliver a click twice at once, to two replicas even, and two people may capture one thread.
    onAction: (request) => inTurn(`action ${request.id}`, () => actOnClick(tools, request)),
    onCapture: (request) =>
      inTurn(`capture ${request.place.channel}`, () => captureThread(tools, request)),
    // A link is the same event wherever it is noticed, and this may wait for an incident.
    onChannel: (notice) =>
      hereInTurn(`channel ${notice.channel.id}`, () => noticeChannel(tools, notice)),
    onThreadChange: (change) =>
      inTurn(`capture ${change.place.channel}`, () => followThread(tools, change)),
    home: (person, place) => homePage(tools, person, place),
    complete: (line) =>
      Promise.resolve(completeLine(line, tools.commands, tools.snapshots.current())),
  };
}

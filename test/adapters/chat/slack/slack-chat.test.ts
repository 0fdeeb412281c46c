import { chatContract } from "../../../contracts/chat-contract.ts";
import type { ChatUnderTest } from "../../../contracts/chat/chat-under-test.ts";
import { recordingHandlers } from "../../../support/recording-handlers.ts";
import { aliveInSlack, createSlackSomebody } from "../../../support/slack-people.ts";
import { startSlackWorkspace, type Over } from "../../../support/slack-workspace.ts";

chatContract("slack over HTTP", () => openSlack("http"));
chatContract("slack over Socket Mode", () => openSlack("sockets"));

async function openSlack(over: Over): Promise<ChatUnderTest> {
  const { handlers, handed, answerWith } = recordingHandlers();
  const workspace = await startSlackWorkspace(handlers, over);
  workspace.double.setUserGroup("S0SRE", "sre", ["UADA"]);
  return {
    get chat() {
      return workspace.slack.chat;
    },
    box: workspace.box,
    handed,
    approver: createSlackSomebody(workspace, "UADA"),
    guest: createSlackSomebody(workspace, "UGIL"),
    answerWith,
    alive: async (message) => aliveInSlack(workspace, message),
    restart: () => workspace.restart(),
    goAway: () => workspace.double.close(),
    close: () => workspace.close(),
  };
}

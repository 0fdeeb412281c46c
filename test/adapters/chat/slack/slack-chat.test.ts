import type { Reply } from "../../../../src/model/reply.ts";
import { chatContract } from "../../../contracts/chat-contract.ts";
import {
  saying,
  type ChatUnderTest,
  type Handed,
} from "../../../contracts/chat/chat-under-test.ts";
import { quietHandlers } from "../../../support/quiet-handlers.ts";
import { aliveInSlack, createSlackSomebody } from "../../../support/slack-people.ts";
import { startSlackWorkspace, type Over } from "../../../support/slack-workspace.ts";

chatContract("slack over HTTP", () => openSlack("http"));
chatContract("slack over Socket Mode", () => openSlack("sockets"));

async function openSlack(over: Over): Promise<ChatUnderTest> {
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
    answerWith(reply) {
      answer = reply;
    },
    alive: async (message) => aliveInSlack(workspace, message),
    restart: () => workspace.restart(),
    goAway: () => workspace.double.close(),
    close: () => workspace.close(),
  };
}

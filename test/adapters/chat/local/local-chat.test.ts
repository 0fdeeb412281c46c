import type { Reply } from "../../../../src/model/reply.ts";
import { chatContract } from "../../../contracts/chat-contract.ts";
import {
  saying,
  type ChatUnderTest,
  type Handed,
} from "../../../contracts/chat/chat-under-test.ts";
import { aliveIn, createLocalPerson } from "../../../support/local-people.ts";
import { startLocalWorkspace } from "../../../support/local-workspace.ts";
import { quietHandlers } from "../../../support/quiet-handlers.ts";

chatContract("local", openLocalChat);

async function openLocalChat(): Promise<ChatUnderTest> {
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
  const workspace = await startLocalWorkspace(handlers);
  return {
    get chat() {
      return workspace.local.chat;
    },
    box: workspace.box,
    handed,
    approver: createLocalPerson(workspace, "you"),
    guest: createLocalPerson(workspace, "guest"),
    answerWith(reply) {
      answer = reply;
    },
    alive: (message) => aliveIn(workspace, "inc-1", message),
    restart: () => workspace.restart(),
    goAway: () => workspace.local.close(),
    close: () => workspace.close(),
  };
}

import { chatContract } from "../../../contracts/chat-contract.ts";
import type { ChatUnderTest } from "../../../contracts/chat/chat-under-test.ts";
import { aliveIn, createLocalPerson } from "../../../support/local-people.ts";
import { startLocalWorkspace } from "../../../support/local-workspace.ts";
import { recordingHandlers } from "../../../support/recording-handlers.ts";

chatContract("local", openLocalChat);

async function openLocalChat(): Promise<ChatUnderTest> {
  const { handlers, handed, answerWith } = recordingHandlers();
  const workspace = await startLocalWorkspace(handlers);
  return {
    get chat() {
      return workspace.local.chat;
    },
    box: workspace.box,
    handed,
    approver: createLocalPerson(workspace, "you"),
    guest: createLocalPerson(workspace, "guest"),
    answerWith,
    alive: (message) => aliveIn(workspace, "inc-1", message),
    restart: () => workspace.restart(),
    goAway: () => workspace.local.close(),
    close: () => workspace.close(),
  };
}

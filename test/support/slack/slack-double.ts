export type {
  ChannelSetup,
  DoubleWorkspace,
  PersonSetup,
  SlackDouble,
  SlackDoubleOptions,
  SlackFault,
  WorkspaceSetup,
} from "./double-contract.ts";
export type { DoubleMessage } from "./double-message.ts";
export type { Json } from "./json.ts";
export type { SlackPerson } from "./slack-person.ts";
export { startSlackDouble } from "./start-slack-double.ts";

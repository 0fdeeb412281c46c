import type { SlackReceiver, SlackReceiverOptions } from "./slack-receiver.ts";

/**
 * Bolt's app behind Socket Mode and signed HTTP, with the journal in between.
 *
 * Rejects an empty secret with `bad-config`, at once.
 */
export function createSlackReceiver(options: SlackReceiverOptions): SlackReceiver {
  throw new Error(`the receiver for ${options.settings.apiUrl} is being built`);
}

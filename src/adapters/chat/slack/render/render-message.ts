import type { KnownBlock } from "@slack/types";
import { cutText, plainLine } from "../../../../model/plain-text.ts";
import { fitReply } from "../../../../model/reply-budget.ts";
import type { Reply } from "../../../../model/reply.ts";
import { drawReply, signedHeadline } from "./draw-reply.ts";
import { escapeMrkdwn } from "./escape-mrkdwn.ts";
import { fitBlocks } from "./fit-blocks.ts";
import { keepActions } from "./keep-actions.ts";
import type { RenderTools } from "./render-tools.ts";

const BLOCKS = 50;
const SECOND_LINE_CHARACTERS = 200;

/** A message as the Web API takes it. */
export interface SlackMessage {
  /** What notifications and old clients show: one or two lines. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/**
 * A reply as a message of Slack, within Slack's limits whatever it holds.
 *
 * All words are plain text or rich text, in which Slack reads no markup; the only links are those depmap made.
 */
export async function renderMessage(reply: Reply, tools: RenderTools): Promise<SlackMessage> {
  const fitted = fitReply(reply);
  const drawing = await keepActions(fitted, "message", tools);
  const blocks = fitBlocks(fitted, BLOCKS, (kept) => drawReply(kept, drawing));
  return { text: fallbackOf(fitted), blocks };
}

function fallbackOf(reply: Reply): string {
  const first = reply.blocks.find((block) => block.type === "section");
  const said = typeof first?.text === "string" ? first.text : first?.text.map(({ text }) => text);
  const second = reply.banner ?? (Array.isArray(said) ? said.join("") : (said ?? ""));
  const lines = [signedHeadline(reply), cutText(plainLine(second), SECOND_LINE_CHARACTERS)];
  return lines
    .filter((line) => line.trim() !== "")
    .map(escapeMrkdwn)
    .join("\n");
}

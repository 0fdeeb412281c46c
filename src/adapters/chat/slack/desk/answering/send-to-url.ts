import { DepmapError } from "../../../../../model/errors.ts";
import { SlackRefusal } from "../../slack-web.ts";

const DEADLINE_MS = 3000;

/**
 * Sends a message to the response address that came with a request; false when the address is used up or too old.
 *
 * One attempt. Rejects with `chat-away` when Slack cannot be reached or fails, and with a `SlackRefusal` when it will
 * not show the message anywhere.
 */
export async function sendToUrl(responseUrl: string, message: object): Promise<boolean> {
  let status: number;
  let answer: string;
  try {
    const response = await fetch(responseUrl, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(message),
      redirect: "error",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    status = response.status;
    answer = await response.text();
  } catch (cause) {
    throw away("could not be reached", cause);
  }
  if (status >= 500 || status === 429) throw away(`answered with ${status}`);
  const [unfit] = /invalid_blocks|msg_blocks_too_long|msg_too_long/.exec(answer) ?? [];
  if (unfit !== undefined) throw new SlackRefusal("an answer at its response address", unfit);
  return status < 300 && !/"ok"\s*:\s*false/.test(answer);
}

function away(how: string, cause?: unknown): DepmapError {
  const message = `a response address of Slack ${how}; the answer is tried elsewhere`;
  return new DepmapError("chat-away", message, { cause });
}

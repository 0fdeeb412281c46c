import type { RecordingChat } from "./recording-chat.ts";

/** What a chat allows in one channel, in a time that may run faster than ours. */
export interface ChatLimits {
  /** So many posts at once, then one a second. */
  readonly burst: number;
  /** So many edits a minute. */
  readonly editsPerMinute: number;
  /** How many seconds pass in one. */
  readonly faster: number;
}

export interface ChatRefusals {
  readonly posts: number;
  readonly edits: number;
}

/** Lets the chat refuse with `chat-away` what is above its limits, and counts that. */
export function limitChat(chat: RecordingChat, limits: ChatLimits): ChatRefusals {
  const refused = { posts: 0, edits: 0 };
  const second = 1000 / limits.faster;
  const posts = bucket(limits.burst, second);
  const edits = bucket(limits.editsPerMinute, (60 * second) / limits.editsPerMinute);
  chat.fault = (call) => {
    if ((call === "post" ? posts : edits).take()) return "none";
    refused[call === "post" ? "posts" : "edits"] += 1;
    return "refused";
  };
  return refused;
}

/** Full at first; one more fits in every `everyMs`. */
function bucket(size: number, everyMs: number): { take(): boolean } {
  let left = size;
  let at = performance.now();
  return {
    take() {
      const now = performance.now();
      left = Math.min(size, left + (now - at) / everyMs);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

import { LogLevel, type Logger } from "@slack/web-api";
import type { Log } from "../../../ports/log.ts";

/** Slack's libraries write into depmap's log: warnings and errors, as one line each. */
export function slackLogger(log: Log): Logger {
  return {
    debug() {},
    info() {},
    warn: (...words) => log.warn({ from: "slack" }, wordsOf(words)),
    error: (...words) => log.error({ from: "slack" }, wordsOf(words)),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

function wordsOf(words: readonly unknown[]): string {
  return words.map((word) => (word instanceof Error ? word.message : String(word))).join(" ");
}

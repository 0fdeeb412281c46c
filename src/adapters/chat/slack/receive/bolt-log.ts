import { LogLevel, type Logger } from "@slack/bolt";
import { messageOf } from "../../../../model/errors.ts";
import type { Log } from "../../../../ports/log.ts";

/**
 * Our log under Slack's libraries. Their debug lines hold whole payloads and go nowhere.
 *
 * Never an error here: what truly failed is said by us, and these libraries call an ordinary reconnect an error.
 */
export function boltLog(log: Log): Logger {
  function saying(level: "info" | "warn"): (...words: unknown[]) => void {
    return (...words) =>
      log[level]({ said: words.map(messageOf).join(" ") }, "Slack's library says");
  }
  return {
    debug: () => {},
    info: saying("info"),
    warn: saying("warn"),
    error: saying("warn"),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

import { pino } from "pino";
import { messageOf } from "../../../model/errors.ts";
import type { Log } from "../../../ports/log.ts";
import { loggable } from "./loggable.ts";

/** Somewhere to write lines to: a stream, or a list in a test. */
export interface LineWriter {
  write(line: string): void;
}

/** A log of JSON lines, one per event, on standard output unless told otherwise. */
export function createPinoLog({
  level,
  destination = process.stdout,
}: {
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
  readonly destination?: LineWriter;
}): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (value: unknown) => value },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    debug: (data, sentence) => logger.debug(fields(data), sentence),
    info: (data, sentence) => logger.info(fields(data), sentence),
    warn: (data, sentence) => logger.warn(fields(data), sentence),
    error: (data, sentence) => logger.error(fields(data), sentence),
  };
}

/** The data as it may be shown. Never throws: a line about a fault must not become one. */
function fields(data: object): object {
  try {
    // An error handed in as the data itself would otherwise be taken apart by pino.
    if (data instanceof Error) return { fault: loggable(data) };
    const shown = loggable(data);
    return typeof shown === "object" && shown !== null ? shown : { data: shown };
  } catch (fault) {
    return { unreadable: messageOf(fault) };
  }
}

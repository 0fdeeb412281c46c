import type { Log } from "../../src/ports/log.ts";

/** A log of errors on standard error; warnings too where the environment says LOUD. */
export function errorsOnly(): Log {
  const nothing = () => {};
  const error = (data: object, sentence: string) =>
    void process.stderr.write(`${sentence} ${JSON.stringify(data)}\n`);
  return { debug: nothing, info: nothing, warn: process.env["LOUD"] ? error : nothing, error };
}

import { parseArgs, type ParseArgsConfig } from "node:util";
import { DepmapError, messageOf } from "../model/errors.ts";

/** A shell command's flags and other words. Throws `bad-input` for a flag that it does not know. */
export function readFlags<Options extends NonNullable<ParseArgsConfig["options"]>>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (cause) {
    // Its further sentences are about arguments that begin with a dash.
    const [why] = messageOf(cause).split(". ");
    throw new DepmapError("bad-input", `${why}; depmap help shows what there is`, { cause });
  }
}

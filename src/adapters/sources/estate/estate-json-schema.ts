import { z } from "zod";
import { EstateFile } from "./estate-file.ts";

/** The JSON Schema of `estate.yaml`, for editors; `schemas/estate.schema.json` is this, written down. */
export function estateJsonSchema(): object {
  const schema = z.toJSONSchema(EstateFile, { io: "input", target: "draft-7" });
  return { title: "depmap estate", ...schema };
}

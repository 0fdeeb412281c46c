import { writeFileSync } from "node:fs";
import { estateJsonSchema } from "../src/adapters/sources/estate/estate-json-schema.ts";

// Run after a change to src/adapters/sources/estate/estate-file.ts; a test says when it is due.
writeFileSync(
  "schemas/estate.schema.json",
  `${JSON.stringify(estateJsonSchema(), undefined, 2)}\n`,
);

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { evalCapture } from "./eval-capture.ts";
import { evalOrigin } from "./eval-origin.ts";
import { evalTopology } from "./eval-topology.ts";

const [folder, only] = process.argv.slice(2);
const measurements = { capture: evalCapture, origin: evalOrigin, topology: evalTopology };

if (!folder || !existsSync(folder)) {
  console.error(
    "npm run eval -- FOLDER [capture|origin|topology]: the folder holds postmortems/, origin/ and topologies/",
  );
  process.exit(2);
}
for (const [name, measure] of Object.entries(measurements)) {
  if (only === undefined || only === name) console.log(await measure(resolve(folder)));
}

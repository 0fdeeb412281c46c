/** Run as a process of its own: `node intake-child.ts FOLDER`. Prints its URL, then serves until it is killed. */
import { startIntake } from "./intake.ts";

const [folder] = process.argv.slice(2);
const { url } = await startIntake(folder ?? ".");
process.stdout.write(`${url}\n`);

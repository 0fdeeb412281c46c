import type { Command } from "../src/ports/command.ts";
import { helpCommand } from "./help.ts";
import { incidentCommand } from "./incident.ts";
import { linkCommand } from "./link.ts";
import { reviewCommand } from "./review.ts";
import { statusCommand } from "./status.ts";
import { unlinkCommand } from "./unlink.ts";
import { whoisCommand } from "./whois.ts";

/** Every `/depmap` command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  whoisCommand,
  linkCommand,
  unlinkCommand,
  reviewCommand,
  incidentCommand,
  statusCommand,
  helpCommand,
];

import type { Command } from "../src/ports/command.ts";
import { blastRadiusCommand } from "./blast-radius.ts";
import { dependsOnCommand } from "./depends-on.ts";
import { helpCommand } from "./help.ts";
import { incidentCommand } from "./incident.ts";
import { linkChannelCommand } from "./link-channel.ts";
import { linkCommand } from "./link.ts";
import { ownersCommand } from "./owners.ts";
import { pathCommand } from "./path.ts";
import { proposeCommand } from "./propose.ts";
import { reviewCommand } from "./review.ts";
import { spofCommand } from "./spof.ts";
import { statusCommand } from "./status.ts";
import { unlinkCommand } from "./unlink.ts";
import { usedByCommand } from "./used-by.ts";
import { whoisCommand } from "./whois.ts";

/** Every `/depmap` command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  blastRadiusCommand,
  dependsOnCommand,
  usedByCommand,
  pathCommand,
  spofCommand,
  ownersCommand,
  whoisCommand,
  linkCommand,
  unlinkCommand,
  proposeCommand,
  reviewCommand,
  incidentCommand,
  linkChannelCommand,
  statusCommand,
  helpCommand,
];

import { nearestNames } from "../../analysis/nearest-names.ts";
import { Reply } from "../../model/reply.ts";
import type { Answer, Command } from "../../ports/command.ts";

/** The answer to a command that there is not: the three nearest, and help, as buttons. */
export function unknownCommand(commands: readonly Command[], asked: string): Answer {
  const names = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  const near = nearestNames(asked, names, 3);
  const buttons = [...near, "help"].map((name) => ({
    label: name,
    action: { type: "command" as const, line: name },
  }));
  const reply = Reply.parse({
    headline: `There is no command “${asked}”`,
    blocks: [
      {
        type: "section",
        text: near.length > 0 ? "Did you mean one of these?" : "Help lists all commands.",
      },
      { type: "buttons", buttons },
    ],
  });
  return { reply, data: { error: "unknown-command", asked, similar: near } };
}

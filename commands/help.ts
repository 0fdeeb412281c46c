import { z } from "zod";
import { Coupling, Strength } from "../src/model/dependency.ts";
import { Reply, type Block } from "../src/model/reply.ts";
import { nearestNames } from "../src/analysis/nearest-names.ts";
import { defineCommand, type Command, type CommandContext } from "../src/ports/command.ts";

/** `/depmap help [COMMAND]`: what can be asked, and what happens in an incident. Alone, `/depmap` shows its tray. */
export const helpCommand = defineCommand({
  name: "help",
  aliases: ["?", "commands"],
  summary: "List the commands, or explain one",
  args: z.object({ command: z.string().optional(), tray: z.boolean().optional() }),
  positionals: ["command"],
  example: "help blast-radius",
  effects: "none",
  async run(context, { command, tray }) {
    if (tray)
      return { reply: await actionTray(context), data: { commands: listed(context.commands) } };
    if (command === undefined) {
      return { reply: everything(context.commands), data: { commands: listed(context.commands) } };
    }
    const asked = command.toLowerCase().replaceAll(/[-_\s]/g, "");
    const known = context.commands.find(({ name, aliases }) =>
      [name, ...aliases].some((word) => word.replaceAll("-", "") === asked),
    );
    if (known) return { reply: one(known), data: listed([known])[0] };
    const names = context.commands.map(({ name }) => name);
    return { reply: unknown(command, nearestNames(command, names, 3)), data: { unknown: command } };
  },
});

/** How a command is written, with its arguments: `path CONSUMER PROVIDER`. */
export function usageOf({ name, positionals, args }: Command): string {
  const places = positionals.map((place) =>
    args.shape[place]?.safeParse(undefined).success
      ? `[${place.toUpperCase()}]`
      : place.toUpperCase(),
  );
  const flags = Object.keys(args.shape)
    .filter((flag) => !positionals.includes(flag) && flag !== "tray")
    .map((flag) => `[--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}]`);
  return [name, ...places, ...flags].join(" ");
}

function listed(commands: readonly Command[]): object[] {
  return commands.map((command) => ({
    name: command.name,
    aliases: command.aliases,
    usage: usageOf(command),
    summary: command.summary,
    example: command.example,
    effects: command.effects,
  }));
}

async function actionTray(context: CommandContext): Promise<Reply> {
  const question = context.incidentId
    ? "What do you want to know about this incident?"
    : "What do you want to know?";
  const first = ["blast-radius", "incident", "owners", "review", "status", "help"];
  const buttons = first.map((line) => ({ label: line, action: { type: "command", line } }));
  return Reply.parse({
    headline: "depmap",
    blocks: [
      {
        type: "section",
        text: `${question} Press a button, or type for example /depmap blast-radius NAME.`,
      },
      {
        type: "search",
        label: "What fails with …",
        action: { type: "command", line: "blast-radius" },
      },
      { type: "buttons", buttons },
      linkForm((await incidentHere(context))?.origin),
    ],
  });
}

async function incidentHere({ store, incidentId }: CommandContext) {
  // What it would fill in is worth no fault: the store may be away.
  return incidentId === undefined
    ? undefined
    : await store.incident(incidentId).catch(() => undefined);
}

/** Asks for what `link` needs; in an incident's channel the provider is probably what caused it. */
function linkForm(provider = ""): Block {
  const options = (values: readonly string[]) => values.map((value) => ({ label: value, value }));
  const component = { multiline: false, required: true };
  return {
    type: "form",
    title: "Say that one depends on another",
    fields: [
      { ...component, name: "consumer", label: "Consumer (is harmed)", value: "", required: true },
      {
        ...component,
        name: "provider",
        label: "Provider (fails)",
        value: provider,
        required: true,
      },
      {
        name: "as",
        label: "Coupling",
        value: "call",
        options: options(Coupling.options),
        multiline: false,
      },
      {
        name: "strength",
        label: "Strength",
        value: "",
        options: [{ label: "not said", value: "" }, ...options(Strength.options)],
        multiline: false,
      },
    ],
    submit: { label: "Go on", action: { type: "command", line: "link" }, style: "primary" },
  };
}

function everything(commands: readonly Command[]): Reply {
  return Reply.parse({
    headline: "What depmap answers",
    blocks: [
      {
        type: "table",
        columns: ["type /depmap …", "and get"],
        rows: commands.map((command) => [
          [{ text: usageOf(command), style: "code" }],
          command.summary + (command.effects === "asks first" ? " (asks first)" : ""),
        ]),
      },
      {
        type: "section",
        title: "What happens in an incident",
        text: "PagerDuty opens an incident: depmap posts one briefing and keeps it up to date. The thread under it gets a line per change that matters. When it is resolved the briefing is closed. In the postmortem thread, “Capture dependencies” turns what people wrote into proposals, and what an approver accepts is on the map at once.",
      },
      {
        type: "section",
        title: "Good to know",
        text: "Case, dashes and spaces do not matter. Without a name, a command is about this channel's incident. Answers are for you alone until you share them.",
      },
    ],
  });
}

function one(command: Command): Reply {
  return Reply.parse({
    headline: `/depmap ${usageOf(command)}`,
    blocks: [
      {
        type: "facts",
        facts: [
          { label: "Does", value: command.summary },
          { label: "For example", value: [{ text: `/depmap ${command.example}`, style: "code" }] },
          ...(command.aliases.length > 0
            ? [{ label: "Also called", value: command.aliases.join(", ") }]
            : []),
          {
            label: "Changes",
            value:
              command.effects === "none"
                ? "nothing"
                : `the map; it asks first, and only approvers ${command.ownersToo ? "and owners of what it changes " : ""}may`,
          },
        ],
      },
      {
        type: "buttons",
        buttons: [{ label: "Try the example", action: { type: "command", line: command.example } }],
      },
    ],
  });
}

function unknown(asked: string, near: readonly string[]): Reply {
  const buttons = [...near.map((name) => `help ${name}`), "help"].map((line) => ({
    label: line,
    action: { type: "command", line },
  }));
  return Reply.parse({
    headline: `There is no command “${asked}”`,
    blocks: [{ type: "buttons", buttons }],
  });
}

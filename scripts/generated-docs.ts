import type { z } from "zod";
import { usageOf } from "../commands/help.ts";
import { commands } from "../commands/index.ts";
import { scopeTable } from "./slack/slack-manifest.ts";
import { Environment, SECRETS } from "../src/environment.ts";

const variables = Object.entries(Environment.shape).map(([name, schema]) => {
  const meta = (schema as z.ZodType).meta() ?? {};
  const unset = (schema as z.ZodType).safeParse(undefined);
  const fallback =
    unset.success && unset.data !== undefined ? String(unset.data as string | number) : undefined;
  return {
    name,
    fallback,
    description: String(meta["description"]),
    example: String(meta["example"]),
    isSecret: (SECRETS as readonly string[]).includes(name),
  };
});

/** The whole of `.env.example`: every variable, commented out, with its default or an example. */
export function envExample(): string {
  const entries = variables.map(
    ({ name, description, fallback, example, isSecret }) =>
      `# ${description}.${isSecret ? ` Or ${name}_FILE=/run/secrets/name.` : ""}\n#${name}=${fallback ?? example}\n`,
  );
  return `# Made by \`npm run docs\` from src/environment.ts. Everything has a default; nothing here is needed to start.\n\n${entries.join("\n")}`;
}

/** The parts of the README that are made from the code, by the name of their marker. */
export function readmeSections(): Readonly<Record<string, string>> {
  return {
    commands: commandTable(),
    configuration: configurationTable(),
    "Slack scopes": scopeTable(),
  };
}

/** The README with its generated parts replaced; everything between the markers goes. */
export function withSections(readme: string): string {
  return Object.entries(readmeSections()).reduce((text, [name, section]) => {
    const start = `<!-- ${name}: made by npm run docs -->`;
    const end = `<!-- end of ${name} -->`;
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined)
      throw new Error(`README.md lacks ${start} or ${end}`);
    return `${before}${start}\n\n${section}\n\n${end}${after}`;
  }, readme);
}

function commandTable(): string {
  const rows = commands.map(
    (command) =>
      `| \`${cell(usageOf(command))}\` | ${cell(command.summary)}${command.effects === "asks first" ? " *(asks first)*" : ""} | ${command.aliases.map((alias) => `\`${alias}\``).join(", ")} |`,
  );
  return ["| `/depmap …` | what it does | also called |", "|---|---|---|", ...rows].join("\n");
}

function configurationTable(): string {
  const rows = variables.map(
    ({ name, description, fallback, isSecret }) =>
      `| \`${name}\` | ${cell(description)}${isSecret ? " *(secret; or as a file: `_FILE`)*" : ""} | ${fallback === undefined ? "" : `\`${cell(fallback)}\``} |`,
  );
  return ["| variable | meaning | default |", "|---|---|---|", ...rows].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

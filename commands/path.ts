import { z } from "zod";
import { path, type Chain } from "../src/analysis/path.ts";
import { linkWords } from "../src/briefing/dependency-words.ts";
import { shortNames } from "../src/briefing/short-names.ts";
import { nameOf, type ComponentId } from "../src/model/component.ts";
import { Reply, type Block } from "../src/model/reply.ts";
import { defineCommand } from "../src/ports/command.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";
import { quoted } from "../src/workflows/answers/parse-command-line.ts";

/** `/depmap path CONSUMER PROVIDER`: why does one depend on the other? */
export const pathCommand = defineCommand({
  name: "path",
  aliases: ["why", "chain"],
  summary: "Show why CONSUMER depends on PROVIDER, link by link",
  args: z.object({
    consumer: z.string(),
    provider: z.string(),
    limit: z.coerce.number().int().min(1).max(10).default(3),
  }),
  positionals: ["consumer", "provider"],
  example: "path web session-cache",
  effects: "none",
  async run(context, { consumer, provider, limit }) {
    const from = await askedComponent(
      context,
      consumer,
      (name) => `path ${name} ${quoted(provider)}`,
    );
    if (from.answer) return from.answer;
    const to = await askedComponent(
      context,
      provider,
      (name) => `path ${quoted(consumer)} ${name}`,
    );
    if (to.answer) return to.answer;
    const found = path(context.snapshot, from.component.id, to.component.id, limit);
    const chains = "chains" in found ? found.chains : [];
    const reply = Reply.parse({
      headline: headlineOf(found.kind, from.component.id, to.component.id),
      blocks: chains.map((chain) => chainBlock(chain, context.now)),
    });
    return {
      reply,
      data: { consumer: from.component.id, provider: to.component.id, kind: found.kind, chains },
    };
  },
});

function headlineOf(
  kind: ReturnType<typeof path>["kind"],
  consumer: ComponentId,
  provider: ComponentId,
): string {
  const [one, other] = [nameOf(consumer), nameOf(provider)];
  switch (kind) {
    case "chains":
      return `Why ${one} depends on ${other}`;
    case "reversed":
      return `${one} does not depend on ${other}; it is the other way round`;
    case "none":
      return `Nothing on the map ties ${one} to ${other}`;
    case "same":
      return `${one} is ${other}`;
  }
}

function chainBlock({ links, confidence }: Chain, now: number): Block {
  const name = shortNames(links.flatMap(({ consumer, provider }) => [consumer, provider]));
  const [first] = links;
  const names = [first?.consumer, ...links.map(({ provider }) => provider)].flatMap((id) =>
    id === undefined ? [] : [name(id)],
  );
  const items = links.map((link) => ({
    text: [
      { text: `${name(link.consumer)} → ${name(link.provider)}`, style: "bold" as const },
      { text: ` ${linkWords(link, now)}`, style: "muted" as const },
    ],
    tone: "neutral" as const,
  }));
  const title = `${names.join(" → ")} (${Math.round(confidence * 100)} % sure)`;
  return { type: "list", title, items, more: 0 };
}

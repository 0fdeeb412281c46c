import { z } from "zod";
import type { Claim } from "../src/model/assertion.ts";
import { nameOf, type Component } from "../src/model/component.ts";
import { Coupling, Strength } from "../src/model/dependency.ts";
import { Reply } from "../src/model/reply.ts";
import { defineCommand, type Answer, type CommandContext } from "../src/ports/command.ts";
import { nearestNames } from "../src/analysis/nearest-names.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";
import { quoted } from "../src/workflows/answers/parse-command-line.ts";
import { sayByHand, sourceOf } from "../src/workflows/learning/assert-by-hand.ts";

/** `/depmap link CONSUMER PROVIDER`: somebody says by hand that one depends on the other. */
export const linkCommand = defineCommand({
  name: "link",
  aliases: ["connect", "map-it"],
  summary:
    "Say by hand that CONSUMER depends on PROVIDER, or map a PagerDuty service to a component",
  args: z.object({
    consumer: z.string().optional(),
    provider: z.string().optional(),
    as: Coupling.default("call"),
    strength: Strength.optional(),
    pagerduty: z.string().max(50).optional(),
    service: z.string().max(200).optional(),
  }),
  positionals: ["consumer", "provider"],
  example: "link boarding payments --as call",
  effects: "asks first",
  ownersToo: true,
  async run(context, { consumer, provider, as, strength, pagerduty, service }) {
    if (pagerduty !== undefined) return await mapService(context, pagerduty, service, consumer);
    if (consumer === undefined || provider === undefined) return howTo();
    const ends = { as, strength };
    const asked = await askedComponent(context, consumer, (name) =>
      line(name, quoted(provider), ends),
    );
    if (asked.answer) return asked.answer;
    const needed = await askedComponent(context, provider, (name) =>
      line(quoted(consumer), name, ends),
    );
    if (needed.answer) return needed.answer;
    const claim: Claim = {
      fact: {
        type: "dependency",
        dependency: {
          consumer: asked.component.id,
          provider: needed.component.id,
          coupling: as,
          ...(strength ? { strength } : {}),
        },
      },
      confidence: 0.9,
      evidence: [],
    };
    const words = `${nameOf(asked.component.id)} depends on ${nameOf(needed.component.id)} (${as}${strength ? `, ${strength}` : ""})`;
    return await sayByHand(context, "link", claim, words);
  },
});

function line(
  consumer: string,
  provider: string,
  { as, strength }: { as: string; strength?: string | undefined },
): string {
  return `link ${consumer} ${provider} --as ${as}${strength ? ` --strength ${strength}` : ""}`;
}

async function mapService(
  context: CommandContext,
  pagerduty: string,
  service: string | undefined,
  name: string | undefined,
): Promise<Answer> {
  const again = `link --pagerduty ${quoted(pagerduty)}${service ? ` --service ${quoted(service)}` : ""}`;
  if (name === undefined) return whichComponent(context, pagerduty, service, again);
  const asked = await askedComponent(context, name, (word) => `${again} ${word}`);
  if (asked.answer) return asked.answer;
  const words = `PagerDuty service ${service ?? pagerduty} is ${nameOf(asked.component.id)}`;
  const component = await withService(context, asked.component, pagerduty);
  const claim: Claim = { fact: { type: "component", component }, confidence: 0.9, evidence: [] };
  return await sayByHand(context, "link", claim, words);
}

/** What this person said of the component before, with one more service: saying it again must not lose the others. */
async function withService(
  { store, asker }: CommandContext,
  { id, kind, pagerdutyServiceIds }: Component,
  pagerduty: string,
): Promise<Component> {
  const before = await store.assertionsAbout(`component ${id}`).then(
    (assertions) => {
      const said = assertions.find(
        ({ source, retractedAt }) => source.name === sourceOf(asker) && retractedAt === undefined,
      );
      return said?.fact.type === "component" ? said.fact.component.pagerdutyServiceIds : [];
    },
    // The store is away: to say what others said too does less harm than to lose what this person said.
    () => pagerdutyServiceIds,
  );
  return { id, kind, aliases: [], pagerdutyServiceIds: [...new Set([...before, pagerduty])] };
}

function whichComponent(
  context: CommandContext,
  pagerduty: string,
  service: string | undefined,
  again: string,
): Answer {
  const ids = context.snapshot.components.map(({ id }) => id);
  const near = service === undefined ? ids.slice(0, 25) : nearestNames(service, ids, 25);
  const options = (near.length > 0 ? near : ids.slice(0, 25)).map((id) => ({
    label: nameOf(id),
    value: quoted(id),
  }));
  const reply = Reply.parse({
    headline: `Which component is PagerDuty's “${service ?? pagerduty}”?`,
    blocks: [
      ...(options.length > 0
        ? [
            {
              type: "select",
              label: "Component",
              action: { type: "command", line: again },
              options,
            },
          ]
        : []),
      { type: "section", text: `Or type: /depmap ${again} COMPONENT` },
    ],
  });
  return { reply, data: { pagerduty, candidates: near } };
}

function howTo(): Answer {
  const reply = Reply.parse({
    headline: "link needs two components",
    blocks: [
      {
        type: "section",
        text: "Write /depmap link CONSUMER PROVIDER: the consumer is harmed when the provider fails.",
      },
    ],
  });
  return { reply, data: { error: "bad-input" } };
}

import { z } from "zod";
import type { Claim } from "../src/model/assertion.ts";
import { nameOf } from "../src/model/component.ts";
import { Coupling } from "../src/model/dependency.ts";
import { defineCommand } from "../src/ports/command.ts";
import { askedComponent } from "../src/workflows/answers/asked-component.ts";
import { quoted } from "../src/workflows/answers/parse-command-line.ts";
import { sayByHand } from "../src/workflows/learning/assert-by-hand.ts";

/** `/depmap unlink CONSUMER PROVIDER`: somebody says by hand that a dependency is gone. */
export const unlinkCommand = defineCommand({
  name: "unlink",
  aliases: ["disconnect"],
  summary: "Say by hand that CONSUMER does not depend on PROVIDER any more",
  args: z.object({ consumer: z.string(), provider: z.string(), as: Coupling.optional() }),
  positionals: ["consumer", "provider"],
  example: "unlink reporting ledger-db-b",
  effects: "asks first",
  ownersToo: true,
  async run(context, { consumer, provider, as }) {
    const flag = as ? ` --as ${as}` : "";
    const asked = await askedComponent(
      context,
      consumer,
      (name) => `unlink ${name} ${quoted(provider)}${flag}`,
    );
    if (asked.answer) return asked.answer;
    const needed = await askedComponent(
      context,
      provider,
      (name) => `unlink ${quoted(consumer)} ${name}${flag}`,
    );
    if (needed.answer) return needed.answer;
    const claim: Claim = {
      fact: {
        type: "no-dependency",
        consumer: asked.component.id,
        provider: needed.component.id,
        ...(as ? { coupling: as } : {}),
      },
      confidence: 0.9,
      evidence: [],
    };
    const words = `${nameOf(asked.component.id)} does not depend on ${nameOf(needed.component.id)} any more`;
    const more = " A source that sees it again makes it disputed, not forgotten.";
    return await sayByHand(context, "unlink", claim, words, more);
  },
});

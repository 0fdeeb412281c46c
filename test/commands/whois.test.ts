import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import type { Claim } from "../../src/model/assertion.ts";
import { DepmapError } from "../../src/model/errors.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import { answerTools, NOW } from "../support/answer-tools.ts";
import { typed } from "../support/people.ts";
import { idOf } from "../support/graph-of.ts";
import { buttonsOf, wordsOf } from "../support/words-of.ts";

async function described() {
  const tools = await answerTools(commands, "web -> checkout", "checkout -> ledger");
  const fact: Claim["fact"] = {
    type: "component",
    component: {
      id: idOf("checkout"),
      kind: "service",
      description: "Takes the money",
      aliases: ["till"],
      pagerdutyServiceIds: ["PCHK"],
    },
  };
  const claims = [{ fact, confidence: 1, evidence: ["estate.yaml:12"] }];
  const source = { name: "estate:one", type: "import" } as const;
  await tools.store.say({ source, at: NOW, claims, complete: true, actor: "test" });
  await tools.refresh();
  return tools;
}

it("tells what it is, its names, its neighbours, and who says so where", async () => {
  const tools = await described();

  const { reply, data } = await answerCommand(tools, typed("whois till"));

  expect(reply.headline).toBe("checkout is a service");
  expect(wordsOf(reply)).toMatch(/Takes the money[^]*PCHK[^]*estate:one, .* ago: estate\.yaml:12/);
  expect(data).toMatchObject({
    component: { id: idOf("checkout"), aliases: ["till"] },
    needs: 1,
    usedBy: 1,
    sources: [{ source: "estate:one", evidence: ["estate.yaml:12"] }],
  });
  expect(buttonsOf(reply)["blast-radius"]).toBe("blast-radius prod/shop/checkout");
});

it("says of a component that only dependencies name that no source describes it", async () => {
  const { reply } = await answerCommand(await described(), typed("whois ledger"));

  expect(wordsOf(reply)).toContain("no source describes it");
});

it("still answers while the store is away, and does not pretend to know who says so", async () => {
  const tools = await described();
  tools.store.assertionsAbout = () => Promise.reject(new DepmapError("graph-store-away", "away"));

  const { reply } = await answerCommand(tools, typed("whois checkout"));

  expect(wordsOf(reply)).toContain("The graph store is away, so who says so is unknown now.");
  expect(wordsOf(reply)).not.toContain("no source describes it");
});

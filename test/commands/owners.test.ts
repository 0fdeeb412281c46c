import { expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { answerCommand } from "../../src/workflows/answers/answer-command.ts";
import type { Claim } from "../../src/model/assertion.ts";
import { answerTools, NOW, type TestedTools } from "../support/answer-tools.ts";
import { typed } from "../support/people.ts";
import { idOf } from "../support/graph-of.ts";
import { wordsOf } from "../support/words-of.ts";

async function owned(...teams: readonly [source: string, team: string][]): Promise<TestedTools> {
  const tools = await answerTools(commands, "web -> checkout");
  for (const [name, team] of teams) {
    const claims: Claim[] = [
      {
        fact: { type: "team", team: { id: team, name: `Team ${team}`, channel: `#${team}` } },
        confidence: 1,
        evidence: [],
      },
      {
        fact: { type: "owner", owner: { component: idOf("checkout"), team } },
        confidence: 1,
        evidence: [],
      },
    ];
    const source = { name, type: "import" } as const;
    await tools.store.say({ source, at: NOW, claims, complete: true, actor: "test" });
  }
  await tools.refresh();
  return tools;
}

it("tells the team, how it is reached, and who says so", async () => {
  const tools = await owned(["estate:one", "till"]);

  const { reply, data } = await answerCommand(tools, typed("oncall checkout"));

  expect(reply.headline).toBe("checkout belongs to Team till");
  expect(wordsOf(reply)).toMatch(/#till[^]*estate:one/);
  expect(data).toMatchObject({ owners: [{ team: { id: "till" }, sources: ["estate:one"] }] });
});

it("shows both when two sources disagree", async () => {
  const tools = await owned(["estate:one", "till"], ["estate:two", "basket"]);

  const { reply } = await answerCommand(tools, typed("owners checkout"));

  expect(reply.tone).toBe("degraded");
  expect(wordsOf(reply)).toMatch(/Team basket[^]*Team till[^]*The sources disagree/);
});

it("says that nobody has said it, and where to say it", async () => {
  const tools = await owned();

  const { reply } = await answerCommand(tools, typed("owners web"));

  expect(reply.headline).toBe("Nobody has said who owns web");
  expect(wordsOf(reply)).toContain("estate.yaml");
});

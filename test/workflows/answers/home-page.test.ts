import { describe, expect, it } from "vitest";
import { commands } from "../../../commands/index.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import { charactersOf } from "../../../src/model/reply-size.ts";
import { BUDGET } from "../../../src/model/reply.ts";
import { homePage } from "../../../src/workflows/answers/home-page.ts";
import { answerTools, NOW, type TestedTools } from "../../support/answer-tools.ts";
import { idOf } from "../../support/graph-of.ts";
import { OWNER, ownedBy } from "../../support/owned-by.ts";
import { APPROVER, GUEST, MEMBER } from "../../support/people.ts";
import { proposalOf } from "../../support/proposal-of.ts";
import { recordOf } from "../../support/record-of.ts";
import { wordsOf } from "../../support/words-of.ts";

const DAY_MS = 86_400_000;
const PLACE = { chat: "test" };
const ARROWS = ["web -> checkout", "app -> checkout", "checkout -> ledger", "fares -> fares-db"];

async function withOwner(): Promise<TestedTools> {
  const tools = await answerTools(commands, ...ARROWS);
  await ownedBy(tools, "ledger", "checkout");
  return tools;
}

async function wordsFor(tools: TestedTools, person = OWNER): Promise<string> {
  return wordsOf(await homePage(tools, person, PLACE));
}

describe("my services", () => {
  it("are those of the teams that my groups are named like, the most used first", async () => {
    const words = await wordsFor(await withOwner());

    expect(words).toMatch(/My services \(Payments\)[^]*checkout[^]*ledger/);
    expect(words.split("Owners to look after")[0]).not.toContain("fares");
  });

  it("come with what an open incident does to them, hit ones first", async () => {
    const tools = await withOwner();
    const affected = [{ component: idOf("ledger"), state: "down" }];
    await tools.store.keepIncident(recordOf("Q1", { affected }));

    expect(await wordsFor(tools)).toMatch(/My services[^]*ledger: down in Trouble Q1[^]*checkout/);
  });

  it("say what is missing when no group of mine is a team's", async () => {
    const words = await wordsFor(await withOwner(), MEMBER);

    expect(words).toContain("None of your chat groups has the name of a team on the map.");
  });
});

describe("proposals that wait for me", () => {
  it("are those that I may decide, with buttons; others are counted", async () => {
    const tools = await withOwner();
    await tools.store.propose(proposalOf("web -> ledger", { id: "mine" }));
    await tools.store.propose(proposalOf("fares -> web", { id: "theirs" }));

    const page = await homePage(tools, OWNER, PLACE);

    const decided = page.blocks.flatMap((block) =>
      block.type === "buttons"
        ? block.buttons.flatMap(({ action }) =>
            action.type === "decide-proposal" ? [action.proposalId] : [],
          )
        : [],
    );
    expect(new Set(decided)).toEqual(new Set(["mine"]));
    expect(wordsOf(page)).toContain("1 to decide. Somebody else has to decide 1 more.");
  });

  it("are all of them for an approver, the oldest first, of hundreds only a few", async () => {
    const tools = await withOwner();
    for (let place = 0; place < 210; place += 1) {
      const proposedAt = NOW + place;
      await tools.store.propose(proposalOf(`fares -> p${place}`, { id: `p${place}`, proposedAt }));
    }

    const words = await wordsFor(tools, APPROVER);

    expect(words).toContain("210 to decide.");
    expect(words).toMatch(/fares depends on p0 [^]*fares depends on p3 /);
    expect(words).not.toContain("fares depends on p4 ");
  });
});

it("shows owners that nobody has confirmed for long, mine first, and what has none", async () => {
  const tools = await withOwner();
  tools.clock.at += 91 * DAY_MS;
  await tools.refresh();

  const words = await wordsFor(tools);

  expect(words).toContain(
    "4 of 6 components have no owner; the owners of 2 were last confirmed over 90 days ago.",
  );
  expect(words).toMatch(/checkout: Payments, last confirmed 91 d ago[^]*: no owner/);
});

it("shows the last five stories, and lets one open them; what another briefing tells is none", async () => {
  const tools = await withOwner();
  for (let place = 0; place < 7; place += 1) {
    const openedAt = NOW - place * 60_000;
    await tools.store.keepIncident(recordOf(`Q${place}`, { incident: { openedAt } }));
  }
  await tools.store.keepIncident(
    recordOf("Q9", { attachedTo: "Q1", incident: { openedAt: NOW + 1 } }),
  );

  const page = await homePage(tools, OWNER, PLACE);

  const select = page.blocks.find((block) => block.type === "select" && block.label === "Show one");
  expect(select).toMatchObject({
    action: { type: "command", line: "incident" },
    options: ["Q0", "Q1", "Q2", "Q3", "Q4"].map((value) => ({ value })),
  });
});

it("says of each source when it last spoke, the longest silent first", async () => {
  const tools = await withOwner();
  const source = { name: "mesh", type: "observation" } as const;
  const at = NOW + 20 * DAY_MS;
  const claims = [
    {
      fact: { type: "team" as const, team: { id: "web", name: "Web" } },
      confidence: 1,
      evidence: [],
    },
  ];
  await tools.store.say({ source, at, claims, complete: true, actor: "test" });
  tools.clock.at = at;
  await tools.refresh();

  expect(await wordsFor(tools)).toMatch(/last said 20 d ago[^]*mesh: 1 fact, last said 0 s ago/);
});

it("lets one search for a component to see what fails with it", async () => {
  const { blocks } = await homePage(await withOwner(), OWNER, PLACE);

  expect(blocks[0]).toMatchObject({
    type: "search",
    action: { type: "command", line: "blast-radius" },
  });
});

it.each([GUEST, { ...OWNER, role: "guest" as const }, { ...OWNER, role: "outsider" as const }])(
  "shows a $role in the groups $groups nothing of the map",
  async (person) => {
    const tools = await withOwner();
    await tools.store.propose(proposalOf("web -> ledger"));
    await tools.store.keepIncident(recordOf("Q1"));

    expect(await wordsFor(tools, person)).not.toMatch(/ledger|checkout|Trouble|Payments|estate/);
  },
);

it("shows what the map knows while the store is away, with a banner", async () => {
  const tools = await withOwner();
  const away = () => Promise.reject(new DepmapError("graph-store-away", "cannot reach it"));
  Object.assign(tools.store, { incidents: away, proposals: away });
  const snapshots = { ...tools.snapshots, awaySince: () => NOW - 1000 };

  const page = await homePage({ ...tools, snapshots }, OWNER, PLACE);

  expect(page.banner).toContain("The graph store is away");
  expect(wordsOf(page)).toMatch(/Not known: the graph store is away[^]*checkout/);
});

it("keeps the budgets, however much there is to say", async () => {
  const tools = await withOwner();
  for (let place = 0; place < 30; place += 1) {
    const quote = `Turns out: ${"long ".repeat(500)}${place}.`;
    const remarks = Array.from(
      { length: 20 },
      (_, remark) => `Remark ${remark} ${"x".repeat(400)}`,
    );
    await tools.store.propose(proposalOf(`a${place} -> b`, { quote, remarks }));
    const title = `T${place} ${"y".repeat(400)}`;
    await tools.store.keepIncident(recordOf(`Q${place}`, { incident: { title } }));
  }

  const page = await homePage(tools, APPROVER, PLACE);

  expect(page.blocks.length).toBeLessThanOrEqual(BUDGET.blocks);
  expect(charactersOf(page)).toBeLessThanOrEqual(BUDGET.totalCharacters);
});

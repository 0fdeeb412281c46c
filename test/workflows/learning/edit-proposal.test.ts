import { expect, it } from "vitest";
import type { Person } from "../../../src/model/person.ts";
import { editProposal } from "../../../src/workflows/learning/edit-proposal.ts";
import { answerTools, NOW, type TestedTools } from "../../support/answer-tools.ts";
import { OWNER, ownedBy } from "../../support/owned-by.ts";
import { APPROVER, MEMBER } from "../../support/people.ts";
import { idOf } from "../../support/graph-of.ts";
import { proposalOf } from "../../support/proposal-of.ts";

const ARROWS = ["checkout -> ledger", "fares -> fares-db", "dues-sync -> ledger"];

async function withProposal(): Promise<TestedTools> {
  const tools = await answerTools([], ...ARROWS);
  await tools.store.propose(proposalOf("fares -> dues-sync", { id: "p", strength: "hard" }));
  return tools;
}

function edit(tools: TestedTools, fields: Record<string, string>, person: Person = APPROVER) {
  const { store, snapshots } = tools;
  return editProposal({ id: "p", fields, person, store, snapshot: snapshots.current() });
}

it("changes ends, coupling and strength; the sentence and its author stay", async () => {
  const tools = await withProposal();

  await edit(tools, {
    consumer: "Checkout",
    provider: "shop/fares",
    coupling: "data",
    strength: "",
  });

  const edited = await tools.store.proposal("p");
  expect(edited).toMatchObject({
    consumer: { id: idOf("checkout") },
    provider: { id: idOf("fares") },
    coupling: "data",
    quote: "Turns out: fares -> dues-sync.",
    author: "Robin",
    state: "open",
  });
  expect(edited?.strength).toBeUndefined();
  expect(edited?.remarks).toEqual(["Edited by Maria."]);
});

it("leaves alone what the form does not name", async () => {
  const tools = await withProposal();

  await edit(tools, { coupling: "event" });

  expect(await tools.store.proposal("p")).toMatchObject({
    consumer: { id: idOf("fares") },
    provider: { id: idOf("dues-sync") },
    strength: "hard",
  });
});

it("refuses a name that the map does not know, and gives the nearest", async () => {
  const tools = await withProposal();

  const outcome = await edit(tools, { provider: "legder" });

  expect(outcome).toMatchObject({ kind: "refused" });
  expect(outcome.kind === "refused" && outcome.why).toMatch(
    /^The map knows no “legder”; near it: prod\/shop\/ledger/,
  );
  expect((await tools.store.proposal("p"))?.provider.id).toBe(idOf("dues-sync"));
});

it("refuses a name that several components share, and gives their ids", async () => {
  const tools = await answerTools([], "prod/a/api -> ledger", "prod/b/api -> ledger");
  await tools.store.propose(proposalOf("prod/a/api -> fares", { id: "p" }));

  expect(await edit(tools, { provider: "api" })).toEqual({
    kind: "refused",
    why: "“api” names several components; near it: prod/a/api, prod/b/api.",
  });
});

it("keeps a new component that was proposed, by its name or by its id", async () => {
  const tools = await answerTools([], ...ARROWS);
  const provider = {
    id: idOf("rate-table"),
    isNew: { name: "Rate Table", kind: "dataset" },
  } as const;
  await tools.store.propose(proposalOf("fares -> rate-table", { id: "p", provider }));

  const outcomes = [
    await edit(tools, { provider: "Rate Table", coupling: "data" }),
    await edit(tools, { provider: idOf("rate-table") }),
  ];

  expect(outcomes.map(({ kind }) => kind)).toEqual(["edited", "edited"]);
  expect((await tools.store.proposal("p"))?.provider).toEqual(provider);
});

it.each([
  [{ consumer: "dues-sync" }, "A component cannot depend on itself."],
  [{ coupling: "magic" }, "There is no coupling “magic”."],
])("refuses %j", async (fields, why) => {
  expect(await edit(await withProposal(), fields)).toEqual({ kind: "refused", why });
});

it("is for approvers, and for proposals that are open", async () => {
  const tools = await withProposal();
  const byMember = await edit(tools, { coupling: "data" }, MEMBER);
  await tools.store.decideProposal("p", { state: "rejected", by: "omar", at: NOW });

  const tooLate = await edit(tools, { coupling: "data" });

  expect(byMember).toEqual({
    kind: "refused",
    why: "Robin is a member here; only approvers may, for neither end has an owner.",
  });
  expect(tooLate).toEqual({ kind: "refused", why: "It was decided already, or is gone." });
});

it("lets an owner edit, but not move it to where the owner owns nothing", async () => {
  const tools = await withProposal();
  await ownedBy(tools, "dues-sync");

  const moved = await edit(tools, { provider: "fares-db" }, OWNER);
  const edited = await edit(tools, { coupling: "data" }, OWNER);

  expect(moved).toMatchObject({ kind: "refused", why: expect.stringContaining("only approvers") });
  expect(edited).toMatchObject({
    kind: "edited",
    proposal: { provider: { id: idOf("dues-sync") } },
  });
});

it("does not let anybody take a proposal about others' components over by editing it", async () => {
  const tools = await withProposal();
  await ownedBy(tools, "ledger");

  const outcome = await edit(tools, { provider: "ledger" }, OWNER);

  expect(outcome.kind).toBe("refused");
  expect(await tools.store.proposal("p")).toMatchObject({ provider: { id: idOf("dues-sync") } });
});

it("does not undo a decision that fell while the form was being read", async () => {
  const tools = await withProposal();
  const assertionsAbout = tools.store.assertionsAbout.bind(tools.store);
  tools.store.assertionsAbout = async (key) => {
    await tools.store.decideProposal("p", { state: "rejected", by: "omar", at: NOW });
    return assertionsAbout(key);
  };

  const outcome = await edit(tools, { coupling: "data" });

  expect(outcome).toEqual({ kind: "refused", why: "Somebody has decided it meanwhile." });
  expect(await tools.store.proposal("p")).toMatchObject({ state: "rejected", coupling: "call" });
});

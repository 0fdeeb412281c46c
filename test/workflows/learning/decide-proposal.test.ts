import { expect, it } from "vitest";
import type { Claim } from "../../../src/model/assertion.ts";
import type { AuditRow } from "../../../src/model/audit.ts";
import type { Person } from "../../../src/model/person.ts";
import { decideProposal } from "../../../src/workflows/learning/decide-proposal.ts";
import { answerTools, NOW, type TestedTools } from "../../support/answer-tools.ts";
import { OWNER, ownedBy } from "../../support/owned-by.ts";
import { APPROVER, GUEST, MEMBER } from "../../support/people.ts";
import { dependencyOf, idOf } from "../../support/graph-of.ts";
import { proposalOf } from "../../support/proposal-of.ts";
import { auditRowsOf } from "../../../src/workflows/map/audit-rows.ts";
import { verifyAudit } from "../../../src/workflows/map/verify-audit.ts";

const OMAR = { id: "omar", name: "Omar", role: "approver" } as const;

function decide(
  { store, clock, snapshots }: TestedTools,
  id: string,
  decision: "approve" | "reject" = "approve",
  person: Person = APPROVER,
) {
  clock.at += 1000;
  return decideProposal({ id, decision, person, store, snapshot: snapshots.current(), clock });
}

/** The map's dependencies, as `consumer provider coupling state`. */
async function edges(tools: TestedTools): Promise<string[]> {
  await tools.refresh();
  const map = tools.snapshots.current();
  return Array.from(map.consumer, (_, index) => {
    const { consumer, provider, coupling, state } = map.dependency(index);
    return [consumer, provider, coupling, state].join(" ").replaceAll("prod/shop/", "");
  });
}

async function auditOf({ store }: TestedTools): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  for await (const row of auditRowsOf(store)) rows.push(row);
  return rows;
}

it("puts an approved dependency on the map, with who wrote, proposed and approved it", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  const proposal = proposalOf("fares -data-> dues-sync", { incidentId: "Q7" });
  await tools.store.propose(proposal);

  const outcome = await decide(tools, proposal.id);

  expect(outcome).toMatchObject({
    kind: "decided",
    decidedNow: true,
    proposal: { state: "approved", decidedBy: "maria" },
  });
  expect(await edges(tools)).toContain("fares dues-sync data learned");
  const [learned] = await tools.store.assertionsAbout(
    `dependency ${idOf("fares")} ${idOf("dues-sync")} data`,
  );
  expect(learned).toMatchObject({
    source: { name: "learned", type: "person" },
    evidence: ["https://chat.example/postmortem/7"],
    learned: {
      quote: proposal.quote,
      author: "Robin",
      proposer: "omar",
      approver: "maria",
      incidentId: "Q7",
      proposalId: proposal.id,
    },
  });
});

it("lets exactly one of two approvers decide, and shows both who it was", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  await tools.store.propose(proposalOf("fares -> dues-sync", { id: "p" }));

  const outcomes = await Promise.all([
    decide(tools, "p", "approve"),
    decide(tools, "p", "reject", OMAR),
    decide(tools, "p", "approve"),
  ]);

  const decided = outcomes.flatMap((one) => (one.kind === "decided" ? [one] : []));
  expect(decided.filter(({ decidedNow }) => decidedNow)).toHaveLength(1);
  expect(new Set(decided.map(({ proposal }) => proposal.decidedBy)).size).toBe(1);
  const rows = (await auditOf(tools)).filter(({ subject }) => subject === "p");
  expect(rows).toHaveLength(1);
});

it("leaves a trace of a rejection, and nothing on the map", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  await tools.store.propose(proposalOf("fares -> dues-sync", { id: "p" }));

  await decide(tools, "p", "reject");

  expect(await edges(tools)).toEqual(["checkout ledger call declared"]);
  const rows = await auditOf(tools);
  expect(rows.at(-1)).toMatchObject({
    action: "reject-proposal",
    actor: "maria",
    subject: "p",
    detail: { quote: "Turns out: fares -> dues-sync.", author: "Robin", proposer: "omar" },
  });
  expect((await verifyAudit(auditRowsOf(tools.store))).intact).toBe(true);
});

it("brings a new component with the dependency that named it", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  const provider = {
    id: idOf("rate-table"),
    isNew: { name: "Rate Table", kind: "dataset" },
  } as const;
  await tools.store.propose(proposalOf("checkout -data-> rate-table", { id: "p", provider }));

  await decide(tools, "p");

  await tools.refresh();
  const map = tools.snapshots.current();
  const index = map.indexOf.get(idOf("rate-table")) ?? -1;
  expect(map.components[index]).toMatchObject({ kind: "dataset", aliases: ["Rate Table"] });
});

it("takes an edge off the map, whatever its coupling; an import that sees it again makes it disputed", async () => {
  const tools = await answerTools([], "checkout -> ledger", "checkout -event-> ledger");
  await tools.store.propose(proposalOf("checkout -> ledger", { id: "p", change: "remove" }));

  await decide(tools, "p");
  const after = await edges(tools);
  const { coupling, consumer, provider } = dependencyOf("checkout -event-> ledger");
  const claim: Claim = {
    fact: { type: "dependency", dependency: { consumer, provider, coupling } },
    confidence: 0.9,
    evidence: ["checkout.yaml:3"],
  };
  const source = { name: "test", type: "import" } as const;
  const at = tools.clock.now() + 60_000;
  await tools.store.say({ source, at, claims: [claim], complete: false, actor: "test" });

  expect(after).toEqual([]);
  expect(await edges(tools)).toEqual(["checkout ledger event disputed"]);
});

it("holds the newest approved word for the one that counts", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  await tools.store.propose(proposalOf("checkout -> ledger", { id: "gone", change: "remove" }));
  await tools.store.propose(proposalOf("checkout -> ledger", { id: "back" }));

  await decide(tools, "gone");
  await decide(tools, "back", "approve", OMAR);

  expect(await edges(tools)).toEqual(["checkout ledger call learned"]);
});

it("lets nobody decide who may not, and writes nothing then", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  await tools.store.propose(proposalOf("fares -> dues-sync", { id: "p" }));

  const outcome = await decide(tools, "p", "approve", MEMBER);

  expect(outcome).toEqual({
    kind: "not-allowed",
    why: "Robin is a member here; only approvers may, for neither end has an owner.",
  });
  expect(await tools.store.proposal("p")).toMatchObject({ state: "open" });
});

it("lets a member decide who is in the group of a team that owns an end, and keeps the name", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  await ownedBy(tools, "ledger");
  await tools.store.propose(proposalOf("fares -> ledger", { id: "p" }));

  const outcome = await decide(tools, "p", "approve", OWNER);

  expect(outcome).toMatchObject({
    kind: "decided",
    proposal: { state: "approved", decidedBy: "ines", decidedByName: "Ines" },
  });
  expect(await edges(tools)).toContain("fares ledger call learned");
});

it("does not tell a guest whether there is such a proposal", async () => {
  const tools = await answerTools([], "checkout -> ledger");
  await tools.store.propose(proposalOf("fares -> dues-sync", { id: "p" }));

  const [known, unknown] = [
    await decide(tools, "p", "approve", GUEST),
    await decide(tools, "q", "approve", GUEST),
  ];

  expect(known).toEqual(unknown);
  expect(known.kind).toBe("not-allowed");
});

it("knows nothing of a proposal that is not there", async () => {
  const tools = await answerTools([]);

  expect(await decide(tools, "p-from-another-store")).toEqual({ kind: "unknown" });
  expect(tools.clock.now()).toBeGreaterThan(NOW);
});

import { expect } from "vitest";
import { allPages, dependenciesOf, dependency, NOW, proposal, saying } from "./sayings.ts";
import type { Promises } from "./store-under-test.ts";

const approval = {
  state: "approved",
  by: "person:li",
  at: NOW + 5,
  saying: saying("person:li", [dependency("cart -> rates")], { at: NOW + 5 }),
} as const;

/** How proposals wait, and how they are decided. */
export function proposalPromises(promise: Promises): void {
  promise("keeps a proposal as it was first made", async ({ store }) => {
    expect(await store.propose(proposal("p1"))).toEqual(proposal("p1"));
    expect(await store.propose(proposal("p1", { quote: "other words" }))).toEqual(proposal("p1"));

    expect(await store.proposal("p1")).toEqual(proposal("p1"));
    expect(await store.proposal("p2")).toBeUndefined();
  });

  promise("lists the proposals of a state, newest first, in pages", async ({ store }) => {
    const ids = Array.from({ length: 130 }, (_, place) => `p${place}`);
    await Promise.all(
      ids.map((id, place) => store.propose(proposal(id, { proposedAt: NOW + (place >> 1) }))),
    );
    await store.decideProposal("p7", { state: "rejected", by: "person:li", at: NOW });
    const { items, pages } = await allPages((after) => store.proposals("open", after));

    const times = items.map(({ proposedAt }) => proposedAt);
    expect(pages).toBeGreaterThan(1);
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(ids.filter((id) => id !== "p7")));
    expect(items).toHaveLength(129);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect((await store.proposals("rejected")).items.map(({ id }) => id)).toEqual(["p7"]);
  });

  promise(
    "takes an edit of an open proposal, and none of a decided or unknown one",
    async ({ store }) => {
      const edited = proposal("p1", {
        coupling: "data",
        card: { chat: "local", channel: "c", message: "m" },
      });
      await store.propose(proposal("p1"));
      await store.reviseProposal(edited);
      expect(await store.proposal("p1")).toEqual(edited);

      await store.decideProposal("p1", { state: "rejected", by: "person:li", at: NOW });
      await expect(store.reviseProposal(edited)).rejects.toMatchObject({ code: "bad-input" });
      await expect(store.reviseProposal(proposal("p9"))).rejects.toMatchObject({
        code: "bad-input",
      });
      expect((await store.proposal("p1"))?.state).toBe("rejected");
    },
  );

  promise("approves a proposal, its facts and one audit row in one step", async ({ store }) => {
    await store.propose(proposal("p1"));
    const { proposal: decided, decidedNow } = await store.decideProposal("p1", approval);

    expect(decidedNow).toBe(true);
    expect(decided).toEqual({
      ...proposal("p1"),
      state: "approved",
      decidedBy: "person:li",
      decidedAt: NOW + 5,
    });
    expect(dependenciesOf(await store.snapshot(NOW))).toMatchObject([{ state: "learned" }]);
    expect((await store.auditRows(0)).items).toMatchObject([
      { number: 1, actor: "person:li", action: "approve-proposal", subject: "p1" },
    ]);
  });

  promise(
    "keeps what people are called beside their ids, which alone go into the audit",
    async ({ store }) => {
      const saidIn = { chat: "local", channel: "c", thread: "m1", message: "m2" };
      const named = proposal("p1", { proposerName: "Omar", saidIn, since: "reworded" });
      await store.propose(named);
      await store.decideProposal("p1", { ...approval, byName: "Li" });

      expect(await store.proposal("p1")).toEqual({
        ...named,
        state: "approved",
        decidedBy: "person:li",
        decidedByName: "Li",
        decidedAt: NOW + 5,
      });
      const rows = (await store.auditRows(0)).items;
      expect(rows).toMatchObject([{ actor: "person:li", detail: { proposer: "omar" } }]);
      expect(JSON.stringify(rows)).not.toMatch(/Omar|"Li"/);
    },
  );

  promise("lets a rejected proposal say nothing", async ({ store }) => {
    await store.propose(proposal("p1"));
    await store.decideProposal("p1", { ...approval, state: "rejected" });

    expect(dependenciesOf(await store.snapshot(NOW))).toEqual([]);
    expect((await store.auditRows(0)).items).toMatchObject([{ action: "reject-proposal" }]);
  });

  promise("lets exactly one of many who decide at once decide", async (subject) => {
    await subject.store.propose(proposal("p1"));
    const another = subject.openAnother();
    const people = ["li", "ines", "omar", "ada", "li", "li"];
    const decisions = await Promise.all(
      people.map((name, place) =>
        (place % 2 === 0 ? subject.store : another).decideProposal("p1", {
          ...approval,
          state: place % 3 === 0 ? "rejected" : "approved",
          by: `person:${name}`,
        }),
      ),
    );

    const outcomes = new Set(decisions.map((decision) => JSON.stringify(decision.proposal)));
    expect(decisions.filter((decision) => decision.decidedNow)).toHaveLength(1);
    expect(outcomes.size).toBe(1);
    expect((await subject.store.auditRows(0)).items).toHaveLength(1);
    const approved = (await subject.store.proposal("p1"))?.state === "approved";
    expect(dependenciesOf(await subject.store.snapshot(NOW))).toHaveLength(approved ? 1 : 0);
  });

  promise("decides nothing of a proposal that it does not know", async ({ store }) => {
    await expect(store.decideProposal("p9", approval)).rejects.toMatchObject({ code: "bad-input" });

    expect(dependenciesOf(await store.snapshot(NOW))).toEqual([]);
  });
}

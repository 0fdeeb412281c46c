import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createPinoLog } from "../../src/adapters/log/pino/pino-log.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import type { Proposal } from "../../src/model/proposal.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import { auditRowsOf } from "../../src/workflows/map/audit-rows.ts";
import { decideProposal } from "../../src/workflows/learning/decide-proposal.ts";
import {
  createSteadyStore,
  type SteadyStore,
} from "../../src/workflows/steady-store/steady-store.ts";
import { verifyAudit } from "../../src/workflows/map/verify-audit.ts";
import { NOW } from "../support/answer-tools.ts";
import { graphOf } from "../support/graph-of.ts";
import { proposalOf } from "../support/proposal-of.ts";
import { recordOf } from "../support/record-of.ts";
import { switchedStore } from "../support/switched-store.ts";
import type { StoreUnderTest } from "./graph-store/store-under-test.ts";

const MARIA = { id: "maria", name: "Maria", role: "approver" } as const;
const OMAR = { id: "omar", name: "Omar", role: "approver" } as const;

/** How many people click at the same time, each on another proposal, and each twice. */
const CLICKERS = 10;

/** How often the two long tests do it; a run that measures sets it higher. */
const MANY = Number(process.env["DEPMAP_TEST_MANY"] ?? 1000);

/**
 * What a steady store must do, on any real store that can be taken away.
 *
 * With `cutNextReply` the replies are lost on the way from the real server; without, at the port.
 */
export function steadyStoreContract(
  name: string,
  createEmptyStore: () => Promise<StoreUnderTest>,
): void {
  // A server that just started plans each statement when it hears it first.
  describe(`a steady store on ${name}`, { timeout: 30_000 }, () => {
    let folder: string;
    let subject: StoreUnderTest;
    let now: number;
    const journals = new Map<string, ReturnType<typeof createSqliteJournal>>();
    const clock = { now: () => (now += 1) };

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "depmap-steady-"));
      subject = await createEmptyStore();
      now = NOW;
    });
    afterEach(async () => {
      for (const journal of journals.values()) await journal.close();
      journals.clear();
      await subject.dispose();
      await rm(folder, { recursive: true });
    });

    /** A depmap with a journal of its own, or a later one with the journal of an earlier. */
    function steady(store: GraphStore = subject.store, replica = "one"): SteadyStore {
      const journal =
        journals.get(replica) ??
        createSqliteJournal({ path: join(folder, `${replica}.db`), clock });
      journals.set(replica, journal);
      const log = createPinoLog({ level: "silent" });
      return createSteadyStore({ store, journal, clock, log, metrics: createMetrics().metrics });
    }

    const decide = (
      store: GraphStore,
      id: string,
      person: typeof MARIA | typeof OMAR = MARIA,
      decision: "approve" | "reject" = "approve",
    ) => decideProposal({ id, decision, person, store, snapshot: graphOf(), clock });

    async function auditTrail(store: GraphStore): Promise<string[]> {
      const rows = [];
      for await (const { action, subject: about } of auditRowsOf(store)) {
        rows.push(`${action} ${about}`);
      }
      expect(await verifyAudit(auditRowsOf(store))).toMatchObject({ intact: true });
      return rows;
    }

    async function edges(store: GraphStore): Promise<string[]> {
      const map = await store.snapshot(now);
      return Array.from(map.consumer, (_, index) => {
        const { consumer, provider, state } = map.dependency(index);
        return `${consumer} ${provider} ${state}`.replaceAll("prod/shop/", "");
      }).toSorted();
    }

    const byHand = (arrow: string) => ({
      source: { name: "person:maria", type: "person" } as const,
      at: clock.now(),
      claims: [
        {
          fact: { type: "dependency" as const, dependency: dependencyIn(arrow) },
          confidence: 0.9,
          evidence: ["said by Maria"],
        },
      ],
      complete: false,
      actor: "person:maria",
    });

    it("passes everything on while the store is there", async () => {
      const store = steady();
      await store.propose(proposalOf("web -> fares", { id: "p" }));

      const outcome = await decide(store, "p");

      expect(outcome).toMatchObject({ kind: "decided", decidedNow: true });
      expect(outcome).not.toMatchObject({ kept: true });
      expect(await edges(store)).toEqual(["web fares learned"]);
      expect(store.condition()).toEqual({ awaySince: undefined, owed: 0, refused: [] });
    });

    it("keeps every kind of write while the store is away, and applies each once when it is back", async () => {
      const store = steady();
      await store.propose(proposalOf("web -> fares", { id: "old" }));
      await store.remember();
      await subject.takeAway();

      const said = await store.say(byHand("web -> ledger"));
      const fresh = await store.propose(proposalOf("dues -> ledger", { id: "new" }));
      await store.reviseProposal({ ...fresh, strength: "soft" });
      const old = await decide(store, "old");
      const refused = await decide(store, "new", OMAR, "reject");
      await store.keepIncident(recordOf("P1"));
      await store.keepIncident(recordOf("P1", { revision: 7 }));

      expect(said).toMatchObject({ kept: true });
      expect(old).toMatchObject({ decidedNow: true, kept: true });
      expect(refused).toMatchObject({ decidedNow: true, kept: true });
      // One record of the two is enough.
      expect(store.condition()).toMatchObject({ awaySince: expect.any(Number), owed: 6 });

      await subject.bringBack();
      expect(await store.settle()).toBe(6);
      expect(await store.settle()).toBe(0);

      expect(store.condition()).toEqual({ awaySince: undefined, owed: 0, refused: [] });
      const other = subject.openAnother();
      expect(await edges(other)).toEqual(["web fares learned", "web ledger learned"]);
      expect(await other.proposal("new")).toMatchObject({
        state: "rejected",
        decidedBy: "omar",
        strength: "soft",
      });
      expect(await other.incident("P1")).toMatchObject({ revision: 7 });
      expect(await auditTrail(other)).toEqual([
        "say person:maria",
        "approve-proposal old",
        "reject-proposal new",
      ]);
    });

    it("shows what is kept as if it were in, and says that it is kept", async () => {
      const store = steady();
      await store.propose(proposalOf("web -> fares", { id: "p" }));
      await store.propose(proposalOf("web -> dues", { id: "q", proposedAt: NOW + 1 }));
      await store.keepIncident(recordOf("P1"));
      await store.remember();
      await subject.takeAway();

      await decide(store, "p");
      await store.keepIncident(recordOf("P2", { incident: { openedAt: NOW } }));

      expect(await store.proposal("p")).toMatchObject({
        state: "approved",
        decidedBy: "maria",
        kept: true,
      });
      expect((await store.proposals("open")).items.map(({ id }) => id)).toEqual(["q"]);
      expect((await store.proposals("approved")).items.map(({ id }) => id)).toEqual(["p"]);
      const recent = await store.incidents({ limit: 5 });
      expect(recent.map(({ incident }) => incident.id)).toEqual(["P2", "P1"]);
      expect(await store.incident("P2")).toBeDefined();
    });

    it("lets the first of two kept decisions stand", async () => {
      const store = steady();
      await store.propose(proposalOf("web -> fares", { id: "p" }));
      await store.remember();
      await subject.takeAway();

      await decide(store, "p");
      const second = await decide(store, "p", OMAR, "reject");

      expect(second).toMatchObject({
        decidedNow: false,
        kept: true,
        proposal: { state: "approved", decidedBy: "maria" },
      });
      await subject.bringBack();
      await store.settle();
      expect(await auditTrail(store)).toEqual(["approve-proposal p"]);
    });

    it("has everything after a restart while the store is still away", async () => {
      const before = steady();
      await before.propose(proposalOf("web -> fares", { id: "p" }));
      await before.propose(proposalOf("web -> dues", { id: "q" }));
      await before.keepIncident(recordOf("P1"));
      await before.remember();
      await subject.takeAway();
      await decide(before, "p");

      const after = steady();

      expect(await after.proposal("p")).toMatchObject({ state: "approved", kept: true });
      expect((await after.proposals("open")).items.map(({ id }) => id)).toEqual(["q"]);
      expect(await after.incidents({ limit: 5 })).toEqual([recordOf("P1")]);
      expect(await decide(after, "q")).toMatchObject({ kept: true, decidedNow: true });
      expect(after.condition()).toMatchObject({ owed: 2 });

      await subject.bringBack();
      await after.settle();
      expect(await auditTrail(after)).toEqual(["approve-proposal p", "approve-proposal q"]);
    });

    it("lets somebody else's decision stand that came first, and has the card redrawn", async () => {
      const shown: Proposal[] = [];
      const [one, other] = [steady(), steady(subject.openAnother(), "two")];
      one.tell({
        showDecided: async (proposal) => void shown.push(proposal),
        whenApplied: () => {},
      });
      const card = { chat: "test", channel: "c", message: "m" };
      await one.propose(proposalOf("web -> fares", { id: "p", card }));
      await one.remember();
      await other.remember();
      await subject.takeAway();
      await decide(one, "p");
      await decide(other, "p", OMAR, "reject");
      await subject.bringBack();

      await other.settle();
      await one.settle();

      expect(shown).toMatchObject([{ id: "p", state: "rejected", decidedBy: "omar" }]);
      expect(await one.proposal("p")).toMatchObject({ state: "rejected", decidedBy: "omar" });
      expect(await edges(one)).toEqual([]);
      expect(await auditTrail(one)).toEqual(["reject-proposal p"]);
      expect(one.condition()).toMatchObject({ owed: 0, refused: [] });
    });

    it(`makes exactly one edge and one audit row of each approval when the reply of every one of ${MANY} is lost`, async () => {
      const switched = switchedStore(subject.store);
      const lossy = subject.cutNextReply ? subject : switched;
      const atOnce = subject.cutNextReply ? 1 : 50;
      const store = steady(switched.store);
      const ids = await proposeMany(subject.store);
      await store.remember();

      for (let start = 0; start < MANY; start += atOnce) {
        const group = ids.slice(start, start + atOnce);
        for (let cuts = 0; cuts < atOnce; cuts += 1) lossy.cutNextReply?.();
        const outcomes = await Promise.all(group.map((id) => decide(store, id)));
        expect(outcomes.every((one) => one.kind === "decided" && one.decidedNow)).toBe(true);
        while (store.condition().owed > 0) await store.settle();
      }

      const trail = await auditTrail(subject.store);
      expect(trail.toSorted()).toEqual(ids.map((id) => `approve-proposal ${id}`).toSorted());
      expect(await edges(subject.store)).toHaveLength(MANY);
    }, 300_000);

    it(`makes exactly one edge and one audit row of each of ${MANY} double clicks on two replicas`, async () => {
      const [one, other] = [steady(), steady(subject.store, "two")];
      const ids = await proposeMany(subject.store);

      let decidedNow = 0;
      for (let start = 0; start < MANY; start += CLICKERS) {
        const clicks = await Promise.all(
          ids
            .slice(start, start + CLICKERS)
            .flatMap((id) => [decide(one, id), decide(other, id, OMAR)]),
        );
        for (const click of clicks)
          if (click.kind === "decided" && click.decidedNow) decidedNow += 1;
      }
      await one.settle();
      await other.settle();

      expect(decidedNow).toBe(MANY);
      const trail = await auditTrail(subject.store);
      expect(trail.toSorted()).toEqual(ids.map((id) => `approve-proposal ${id}`).toSorted());
      expect(await edges(subject.store)).toHaveLength(MANY);
    }, 300_000);

    async function proposeMany(store: GraphStore): Promise<string[]> {
      const ids = Array.from({ length: MANY }, (_, index) => `p${index}`);
      await Promise.all(
        ids.map((id) => store.propose(proposalOf(`caller-of-${id} -> ledger`, { id }))),
      );
      return ids;
    }
  });
}

function dependencyIn(arrow: string) {
  const { consumer, provider, coupling } = proposalOf(arrow);
  return { consumer: consumer.id, provider: provider.id, coupling };
}

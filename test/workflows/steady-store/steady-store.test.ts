import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSqliteGraphStore } from "../../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { DepmapError } from "../../../src/model/errors.ts";
import type { Proposal } from "../../../src/model/proposal.ts";
import type { GraphStore, Saying } from "../../../src/ports/graph-store.ts";
import type { OwedWrites } from "../../../src/ports/journal.ts";
import type { Log } from "../../../src/ports/log.ts";
import {
  createSteadyStore,
  type SteadyStore,
} from "../../../src/workflows/steady-store/steady-store.ts";
import { NOW } from "../../support/answer-tools.ts";
import { proposalOf } from "../../support/proposal-of.ts";
import { recordOf } from "../../support/record-of.ts";
import { switchedStore, type SwitchedStore } from "../../support/switched-store.ts";

let folder: string;
let real: GraphStore;
let switched: SwitchedStore;
let journal: ReturnType<typeof createSqliteJournal>;
let logged: string[];
let counted: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "depmap-steady-"));
  real = createSqliteGraphStore({ path: join(folder, "graph.db") });
  switched = switchedStore(real);
  journal = createSqliteJournal({ path: join(folder, "journal.db"), clock: { now: () => NOW } });
  logged = [];
  counted = [];
});
afterEach(async () => {
  await journal.close();
  await real.close();
  await rm(folder, { recursive: true });
});

function steady(change: { store?: GraphStore; journal?: OwedWrites } = {}): SteadyStore {
  const note = (_: object, sentence: string) => void logged.push(sentence);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const count = (name: string, labels = {}) =>
    void counted.push([name, ...Object.values(labels)].join(" "));
  return createSteadyStore({
    store: switched.store,
    journal,
    clock: { now: () => NOW },
    log,
    metrics: { count, observe: () => {} },
    patienceMs: 200,
    ...change,
  });
}

function saying(name: string, arrows: readonly string[], more: Partial<Saying> = {}): Saying {
  const claims = arrows.map((arrow) => {
    const { consumer, provider, coupling } = proposalOf(arrow);
    const dependency = { consumer: consumer.id, provider: provider.id, coupling };
    return { fact: { type: "dependency" as const, dependency }, confidence: 0.9, evidence: [] };
  });
  const source = { name, type: "import" } as const;
  return { source, at: NOW, claims, complete: false, actor: name, ...more };
}

const approval = { state: "approved", by: "maria", at: NOW } as const;

it("rejects with the store's own words whatever has nothing to do with being away", async () => {
  const store = steady();
  await store.say(saying("k8s", ["a -> b", "b -> c", "c -> d"], { complete: true }));
  const emptied = store.say(saying("k8s", [], { complete: true, at: NOW + 1 }));
  await expect(emptied).rejects.toMatchObject({ code: "mass-retraction" });

  const missing = store.decideProposal("nothing", approval);
  await expect(missing).rejects.toMatchObject({ code: "bad-input" });

  expect(store.condition()).toEqual({ awaySince: undefined, owed: 0, refused: [] });
});

it("keeps a write that the store does not answer, and does not wait for the next one", async () => {
  const store = steady();
  switched.mode = "hung";

  const first = await store.say(saying("k8s", ["a -> b"]));
  const second = await store.say(saying("estate", ["b -> c"]));

  expect([first.kept, second.kept]).toEqual([true, true]);
  expect(store.condition()).toMatchObject({ owed: 2, awaySince: NOW });
});

it("lets no write overtake one that is owed, and makes both as soon as the store is there", async () => {
  const store = steady();
  switched.mode = "away";
  await store.keepIncident(recordOf("P1", { revision: 1 }));
  await store.settle();
  switched.mode = "there";
  switched.calls.length = 0;
  await store.version();

  await store.keepIncident(recordOf("P1", { revision: 2 }));

  expect(await real.incident("P1")).toMatchObject({ revision: 2 });
  expect(store.condition()).toMatchObject({ owed: 0 });
  expect(switched.calls.filter((name) => name === "keepIncident")).toHaveLength(2);
});

it("keeps one record of an incident, the newest", async () => {
  const store = steady();
  switched.mode = "away";
  for (let revision = 1; revision <= 20; revision += 1) {
    await store.keepIncident(recordOf("P1", { revision }));
  }
  switched.mode = "there";
  switched.calls.length = 0;

  expect(await store.settle()).toBe(1);

  expect(await real.incident("P1")).toMatchObject({ revision: 20 });
  expect(switched.calls.filter((name) => name === "keepIncident")).toHaveLength(1);
});

it("rejects an edit of what was decided here meanwhile", async () => {
  const store = steady();
  const proposal = await store.propose(proposalOf("a -> b", { id: "p" }));
  switched.mode = "away";
  await store.decideProposal("p", approval);

  await expect(store.reviseProposal(proposal)).rejects.toMatchObject({ code: "bad-input" });

  expect(store.condition()).toMatchObject({ owed: 1 });
});

it("says that the store is away when nothing at all is known", async () => {
  const store = steady();
  switched.mode = "away";

  await expect(store.proposals("open")).rejects.toMatchObject({ code: "graph-store-away" });
  await expect(store.incidents({ limit: 5 })).rejects.toMatchObject({ code: "graph-store-away" });
  await expect(store.proposal("p")).rejects.toMatchObject({ code: "graph-store-away" });
  const decided = store.decideProposal("p", approval);
  await expect(decided).rejects.toMatchObject({ code: "graph-store-away" });
  expect(store.condition()).toMatchObject({ owed: 0 });
});

it("does not count a proposal as open that somebody else has decided since", async () => {
  const store = steady();
  await real.propose(proposalOf("a -> b", { id: "p" }));
  await store.remember();
  await real.decideProposal("p", approval);
  await store.remember();
  switched.mode = "away";

  expect((await store.proposals("open")).items).toEqual([]);
});

it("remembers nothing while the store is away, so that the last copy stays", async () => {
  const store = steady();
  await store.propose(proposalOf("a -> b", { id: "p" }));
  await store.remember();
  switched.mode = "away";
  await expect(store.version()).rejects.toMatchObject({ code: "graph-store-away" });

  await store.remember();

  expect((await store.proposals("open")).items.map(({ id }) => id)).toEqual(["p"]);
});

it("stores no proposal with the mark that it is kept", async () => {
  const store = steady();
  switched.mode = "away";
  await store.propose({ ...proposalOf("a -> b", { id: "p" }), kept: true });
  switched.mode = "there";
  await store.settle();
  await store.reviseProposal({ ...proposalOf("a -> b", { id: "p" }), kept: true });

  expect(await real.proposal("p")).not.toHaveProperty("kept");
});

it("lets go of a record that a newer holder of the lease has overtaken", async () => {
  const refusing: GraphStore = {
    ...real,
    keepIncident: () => Promise.reject(new DepmapError("lease-lost", "fence 3 is lower than 4")),
    version: () => real.version(),
  };
  switched = switchedStore(refusing);
  const store = steady();
  switched.mode = "away";
  await store.keepIncident(recordOf("P1", { fence: 3 }));
  await store.say(saying("k8s", ["a -> b"]));
  switched.mode = "there";

  expect(await store.settle()).toBe(2);

  expect(store.condition()).toMatchObject({ owed: 0, refused: [] });
  expect(counted).toEqual([]);
});

it("has the card redrawn by a process that has a chat when one without applied the decision", async () => {
  const server = steady();
  const card = { chat: "test", channel: "c", message: "m" };
  await server.propose(proposalOf("a -> b", { id: "p", card }));
  switched.mode = "away";
  await server.decideProposal("p", approval);
  switched.mode = "there";

  const terminal = steady();
  expect(await terminal.settle()).toBe(1);
  const shown: Proposal[] = [];
  server.tell({
    showDecided: async (proposal) => void shown.push(proposal),
    whenApplied: () => {},
  });
  await server.settle();
  await server.settle();

  expect(shown).toMatchObject([{ id: "p", state: "approved" }]);
  expect(shown[0]).not.toHaveProperty("kept");
  expect(await server.proposal("p")).not.toHaveProperty("kept");
  expect(await journal.owed()).toEqual([]);
});

it("applies what two processes owe in one journal once, when both settle at once", async () => {
  const [one, other] = [steady(), steady()];
  await one.propose(proposalOf("a -> b", { id: "p" }));
  await other.remember();
  switched.mode = "away";
  await one.decideProposal("p", approval);
  await other.say(saying("k8s", ["a -> c"]));
  switched.mode = "there";

  await Promise.all([one.settle(), other.settle()]);

  expect((await real.auditRows(0)).items.map(({ action }) => action)).toEqual([
    "approve-proposal",
    "say",
  ]);
  expect([one.condition().owed, other.condition().owed]).toEqual([0, 0]);
});

it("goes on with the store alone while the journal is away, and rejects what it cannot keep", async () => {
  const broken = createSqliteJournal({ path: "/dev/null/journal.db", clock: { now: () => NOW } });
  const store = steady({ journal: broken });

  await store.say(saying("k8s", ["a -> b"]));
  switched.mode = "away";
  const lost = store.say(saying("k8s", ["a -> c"]));

  await expect(lost).rejects.toMatchObject({ code: "journal-away" });
  expect(await real.version()).toBeGreaterThan(0);
  await broken.close();
});

it("keeps an import of many claims, as it was said, and shows how the store gets on with it", async () => {
  const arrows = Array.from({ length: 2500 }, (_, index) => `caller-${index} -> ledger`);
  const store = steady();
  switched.mode = "away";
  await store.say(saying("k8s", arrows, { complete: true }));
  switched.mode = "there";
  await store.settle();

  expect((await real.snapshot(NOW)).consumer).toHaveLength(2500);
  expect(await journal.owed()).toEqual([]);
});

it("counts a long saying as hung only when nothing is heard of it", async () => {
  let said = 0;
  const slow: GraphStore = {
    ...real,
    async say(wanted, onProgress) {
      for (said = 1; said <= 5; said += 1) {
        await new Promise((resolve) => setTimeout(resolve, 80));
        onProgress?.(said, 5);
      }
      return await real.say(wanted);
    },
  };
  const store = steady({ store: slow });

  const report = await store.say(saying("k8s", ["a -> b"]));

  expect(report).toMatchObject({ added: [expect.any(String)] });
  expect(report.kept).toBeUndefined();
});

it("ends the write in hand when it is closed, and leaves the rest to the next process", async () => {
  const store = steady();
  switched.mode = "away";
  for (const name of ["one", "two", "three"]) await store.say(saying(name, ["a -> b"]));
  switched.mode = "there";

  const settling = store.settle();
  await store.close();
  const applied = await settling;
  real = createSqliteGraphStore({ path: join(folder, "graph.db") });
  switched = switchedStore(real);
  const next = steady();

  expect(applied + (await next.settle())).toBe(3);
  expect((await real.auditRows(0)).items).toHaveLength(3);
});

it("sets aside what cannot be read any more, and goes on", async () => {
  const store = steady();
  await journal.owe({ kind: "say", subject: "k8s", at: NOW }, [Uint8Array.from([1, 2, 3])]);
  switched.mode = "away";
  await store.say(saying("estate", ["a -> b"]));
  switched.mode = "there";

  expect(await store.settle()).toBe(1);

  expect(store.condition()).toMatchObject({ owed: 0, refused: [{ subject: "k8s" }] });
  expect(counted).toEqual(["faults owed write refused"]);
  expect(logged.join("\n")).toContain("the graph store refused a kept write");
});

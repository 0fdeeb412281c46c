import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import { readSourceFiles } from "../../src/adapters/sources/files/read-source-files.ts";
import { SOURCES } from "../../src/compose/import-into.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { proposalCard } from "../../src/briefing/proposal-card.ts";
import { DepmapError } from "../../src/model/errors.ts";
import type { Action } from "../../src/model/reply.ts";
import { answerCommand, isExcuse } from "../../src/workflows/answers/answer-command.ts";
import { importPaths } from "../../src/terminal/import-paths.ts";
import { createSteadyStore } from "../../src/workflows/steady-store/steady-store.ts";
import { NOW } from "../support/answer-tools.ts";
import { typed } from "../support/people.ts";
import { exampleEstate } from "../support/example-estate.ts";
import { proposalOf } from "../support/proposal-of.ts";
import { recordOf } from "../support/record-of.ts";
import { steadyChat, type SteadyChat } from "../support/steady-chat.ts";
import { switchedStore } from "../support/switched-store.ts";
import { wordsOf } from "../support/words-of.ts";

const ARROWS = ["checkout -> ledger", "fares -> fares-db", "dues-sync -> ledger"];
const APPROVE: Action = { type: "decide-proposal", proposalId: "p", decision: "approve" };
const KEPT = "goes into the map once the graph store is back";

/** A proposal with its card in #incidents, and the store away since. */
async function withCard(): Promise<SteadyChat & { card: string }> {
  const chat = await steadyChat(...ARROWS);
  const proposal = proposalOf("fares -> dues-sync", { id: "p" });
  const to = { channel: "incidents" };
  const card = await chat.tools.chat.post(to, proposalCard(proposal), "proposal p");
  const at = { chat: "local", channel: "incidents", message: card };
  await chat.steady.propose({ ...proposal, card: at });
  await chat.steady.remember();
  chat.switched.mode = "away";
  return { ...chat, card };
}

async function edges(chat: SteadyChat): Promise<string[]> {
  await chat.tools.refresh();
  const map = chat.tools.snapshots.current();
  return Array.from(map.consumer, (_, index) => {
    const { consumer, provider, state } = map.dependency(index);
    return `${consumer} ${provider} ${state}`.replaceAll("prod/shop/", "");
  });
}

async function cardWords({ tools, card }: SteadyChat & { card: string }): Promise<string> {
  const answer = await answerCommand(tools, typed("review p"));
  const [shown] = await tools.chat.thread("incidents", card);
  return `${shown?.text}\n${wordsOf(answer.reply)}`;
}

it("tells whoever approves that it is kept, and shows on the card when it is in", async () => {
  const chat = await withCard();

  const answer = await chat.press("maria", APPROVE, { message: chat.card });

  expect(wordsOf(answer)).toContain(KEPT);
  expect(await cardWords(chat)).toMatch(/^Approved by Maria: fares depends on dues-sync/);
  expect(await cardWords(chat)).toContain(KEPT);
  expect(await edges(chat)).toHaveLength(3);

  chat.switched.mode = "there";
  await chat.steady.settle();

  expect(await edges(chat)).toContain("fares dues-sync learned");
  expect(await cardWords(chat)).toMatch(/^Approved by Maria/);
  expect(await cardWords(chat)).not.toContain(KEPT);
});

it("keeps nothing for somebody who may not approve", async () => {
  const chat = await withCard();

  const answer = await chat.press("robin", APPROVE, { message: chat.card });

  expect(answer?.headline).toBe("You may not decide this");
  expect(chat.steady.condition()).toMatchObject({ owed: 0 });
});

it("redraws the card later when the chat was away as the approval went in", async () => {
  const chat = await withCard();
  await chat.press("maria", APPROVE, { message: chat.card });
  const edit = chat.tools.chat.edit.bind(chat.tools.chat);
  chat.tools.chat.edit = () => Promise.reject(new DepmapError("chat-away", "no answer"));
  chat.switched.mode = "there";
  await chat.steady.settle();
  expect(await edges(chat)).toContain("fares dues-sync learned");

  const redrawn: string[] = [];
  chat.tools.chat.edit = (channel, message, reply) => {
    redrawn.push(wordsOf(reply));
    return edit(channel, message, reply);
  };
  await chat.steady.settle();
  await chat.steady.settle();

  expect(redrawn).toHaveLength(1);
  expect(redrawn[0]).not.toContain(KEPT);
});

it("captures a thread, edits and decides what it found, all while the store is away", async () => {
  const chat = await steadyChat(...ARROWS);
  chat.switched.mode = "away";
  const root = await chat.says("maria", { channel: "incidents" }, "Postmortem, please.");
  const to = { channel: "incidents", thread: root };
  await chat.says("robin", to, "Turns out fares reads the table that dues-sync fills.");

  const found = await chat.capture("maria", root);
  const [proposal] = (await chat.steady.proposals("open")).items;
  const proposalId = String(proposal?.id);
  await chat.press(
    "maria",
    { type: "edit-proposal", proposalId },
    { fields: { strength: "soft" } },
  );
  const decision = { type: "decide-proposal", proposalId, decision: "approve" } as const;
  const decided = await chat.press("omar", decision);

  expect(found.headline).toBe("1 dependency was found");
  expect(wordsOf(found)).toContain("they are kept here until it is back");
  expect(decided?.headline).toMatch(/^Approved by Omar/);
  chat.switched.mode = "there";
  await chat.steady.settle();
  expect(await edges(chat)).toContain("fares dues-sync learned");
  expect(await chat.steady.proposal(proposalId)).toMatchObject({
    state: "approved",
    strength: "soft",
    remarks: expect.arrayContaining(["Edited by Maria."]),
    card: { channel: "incidents" },
  });
  expect(chat.steady.condition()).toMatchObject({ owed: 0, refused: [] });
});

it("keeps what somebody says by hand", async () => {
  const chat = await steadyChat(...ARROWS);
  chat.switched.mode = "away";

  const linked = await chat.press("maria", { type: "confirm", line: "link fares ledger" });
  const gone = await chat.press("maria", { type: "confirm", line: "unlink checkout ledger" });
  const mapped = await chat.press("maria", { type: "confirm", line: "link --pagerduty P1 fares" });

  expect(linked?.headline).toBe("Kept: fares depends on ledger (call)");
  expect(wordsOf(gone)).toContain(KEPT);
  expect(wordsOf(mapped)).toContain(KEPT);
  chat.switched.mode = "there";
  expect(await chat.steady.settle()).toBe(3);
  expect(await edges(chat)).toContain("fares ledger learned");
  expect(await edges(chat)).not.toContain("checkout ledger declared");
});

it("sets aside what the store refuses, goes on with the rest, and says so in /depmap status", async () => {
  const chat = await steadyChat(...ARROWS);
  chat.switched.mode = "away";
  // Two thirds of what the source of the map says would go.
  const said = await chat.steady.say({
    source: { name: "test", type: "import" },
    at: NOW + 1,
    claims: [],
    complete: true,
    actor: "import",
  });
  await chat.steady.keepIncident(recordOf("P1"));
  const before = wordsOf((await answerCommand(chat.tools, typed("status"))).reply);
  chat.switched.mode = "there";

  expect(await chat.steady.settle()).toBe(1);
  const after = wordsOf((await answerCommand(chat.tools, typed("status"))).reply);

  expect(said).toMatchObject({ kept: true });
  expect(before).toMatch(/Writes that wait for the store\s*:?\s*2/);
  expect(before).toContain("2 writes are kept and go in once it is back");
  expect(after).toContain("1 kept write that the store refused when it was back");
  expect(after).toContain("What this source said test");
  expect(await edges(chat)).toHaveLength(3);
  expect(await chat.switched.store.incident("P1")).toBeDefined();
  expect(await chat.steady.settle()).toBe(0);
});

it("keeps an import, says so, and ends well", async () => {
  const chat = await steadyChat(...ARROWS);
  chat.switched.mode = "away";
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);

  const code = await importPaths({
    paths: ["examples/estate.yaml"],
    flags: { environment: "prod" },
    sources: SOURCES,
    readFiles: readSourceFiles,
    store: chat.steady,
    clock: chat.tools.clock,
    actor: "import by maria",
    print,
    complain: print,
  });

  expect(code).toBe(0);
  expect(printed.join("\n")).toContain("the import is kept in the data folder's journal");
  chat.switched.mode = "there";
  await chat.steady.settle();
  await chat.tools.refresh();
  expect(chat.tools.snapshots.current().components.length).toBeGreaterThan(20);
});

describe.each(["away", "hung"] as const)("while the store is %s", (mode) => {
  it("answers every command, with a banner that says how old the map is", async () => {
    const estate = await exampleEstate();
    const { tools } = estate;
    const { clock, log, metrics } = tools;
    const switched = switchedStore(tools.store);
    const journal = createSqliteJournal({ path: ":memory:", clock });
    const store = createSteadyStore({
      store: switched.store,
      journal,
      clock,
      log,
      metrics,
      patienceMs: 200,
    });
    await store.propose(proposalOf("fares -> dues-sync", { id: "p" }));
    await store.keepIncident(recordOf("P1"));
    await store.remember();
    switched.mode = mode;
    // Whatever asks first finds it out.
    await store.settle();
    await store.version().catch(() => undefined);

    const steady = { ...tools, store, storeCondition: () => store.condition() };
    const answers = new Map<string, string>();
    for (const { name, example } of commands) {
      const { reply, data } = await answerCommand(steady, typed(example));
      expect([name, isExcuse(data), wordsOf(reply)]).toEqual([name, false, wordsOf(reply)]);
      answers.set(name, wordsOf(reply));
    }
    await journal.close();
    await estate.close();

    const banner = "The graph store is away: this is the last copy, 0 s old.";
    const without = [...answers].filter(([, words]) => !words.includes(banner));
    expect(without.map(([name]) => name)).toEqual([]);
    expect(answers.get("review")).toContain("2 proposals wait for review");
    expect(answers.get("incident")).toContain("Trouble P1");
  });
});

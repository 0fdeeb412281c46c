import { z } from "zod";
import { durationWords } from "../src/model/duration-words.ts";
import { Reply, type Block } from "../src/model/reply.ts";
import { utcWords } from "../src/model/utc-words.ts";
import { defineCommand } from "../src/ports/command.ts";
import type { OwedWrite, StoreCondition } from "../src/ports/journal.ts";

/** `/depmap status`: how much does the map know, and how fresh is it? */
export const statusCommand = defineCommand({
  name: "status",
  aliases: ["sources", "freshness"],
  summary: "Show how big and how fresh the map is, source by source, and what waits",
  args: z.object({}),
  positionals: [],
  example: "status",
  effects: "none",
  async run({ snapshot, store, now, storeCondition }) {
    const [open, waiting] = await Promise.all([
      store.incidents({ open: true, limit: 50 }).catch(() => undefined),
      store.proposals("open").catch(() => undefined),
    ]);
    const storeAnswers = open !== undefined && storeCondition?.awaySince === undefined;
    const { owed = 0, refused = [] } = storeCondition ?? {};
    const owned = new Set(snapshot.ownerships.map(({ component }) => component)).size;
    const share =
      snapshot.components.length === 0 ? 0 : Math.round((100 * owned) / snapshot.components.length);
    const facts = [
      { label: "Components", value: String(snapshot.components.length) },
      { label: "Dependencies", value: String(snapshot.consumer.length) },
      { label: "With an owner", value: `${owned} (${share} %)` },
      { label: "Journeys", value: String(snapshot.journeys.length) },
      {
        label: "As of",
        value: `${new Date(snapshot.asOf).toISOString()} (${durationWords(now - snapshot.asOf)} ago)`,
      },
      { label: "Graph store", value: storeWords(storeAnswers, storeCondition, now) },
      { label: "Open incidents", value: open ? String(open.length) : "unknown" },
      {
        label: "Proposals waiting",
        value: waiting ? `${waiting.items.length}${waiting.next ? " or more" : ""}` : "unknown",
      },
      ...(owed > 0 ? [{ label: "Writes that wait for the store", value: String(owed) }] : []),
    ];
    const rows = snapshot.sources
      .toSorted((a, b) => b.facts - a.facts)
      .map(({ source, facts: count, lastSeen }) => [
        source,
        String(count),
        `${durationWords(now - lastSeen)} ago`,
      ]);
    const reply = Reply.parse({
      headline: snapshot.components.length > 0 ? "The map at a glance" : "The map is empty",
      tone: storeAnswers ? "ok" : "degraded",
      blocks: [
        { type: "facts", facts },
        ...(refused.length > 0 ? [refusedBlock(refused)] : []),
        ...(rows.length > 0
          ? [
              {
                type: "table",
                title: "Who says what",
                columns: ["Source", "Facts", "Last said"],
                rows,
              },
            ]
          : [{ type: "section", text: "Import one: npm run -s depmap -- import PATH" }]),
      ],
    });
    const data = {
      components: snapshot.components.length,
      dependencies: snapshot.consumer.length,
      owned,
      asOf: new Date(snapshot.asOf).toISOString(),
      storeAnswers,
      owedWrites: owed,
      refusedWrites: refused.map(({ kind, subject, at, why }) => ({ kind, subject, at, why })),
      openIncidents: open?.length,
      openProposals: waiting?.items.length,
      sources: snapshot.sources,
    };
    return { reply, data };
  },
});

function storeWords(answers: boolean, condition: StoreCondition | undefined, now: number): string {
  if (answers) return "answers";
  const since = condition?.awaySince;
  const forHowLong = since === undefined ? "" : ` for ${durationWords(now - since)}`;
  return `away${forHowLong}: answering from the last copy`;
}

/** How many refused writes are named. */
const NAMED = 5;
const DEEDS: Readonly<Record<string, string>> = {
  say: "What this source said",
  propose: "The proposal",
  revise: "An edit of the proposal",
  decide: "A decision on the proposal",
  incident: "The record of the incident",
};

function refusedBlock(refused: readonly OwedWrite[]): Block {
  const items = refused.slice(-NAMED).map(({ kind, subject, at, why }) => ({
    tone: "degraded" as const,
    text: `${DEEDS[kind] ?? kind} ${subject}, ${utcWords(at)}: ${why ?? "no reason was given"}`,
  }));
  const title = `${refused.length} kept ${refused.length === 1 ? "write" : "writes"} that the store refused when it was back`;
  return { type: "list", title, items, more: refused.length - items.length };
}

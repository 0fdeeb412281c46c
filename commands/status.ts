import { z } from "zod";
import { durationWords } from "../src/model/duration-words.ts";
import { Reply } from "../src/model/reply.ts";
import { defineCommand } from "../src/ports/command.ts";

/** `/depmap status`: how much does the map know, and how fresh is it? */
export const statusCommand = defineCommand({
  name: "status",
  aliases: ["sources", "freshness"],
  summary: "Show how big and how fresh the map is, source by source, and what waits",
  args: z.object({}),
  positionals: [],
  example: "status",
  effects: "none",
  async run({ snapshot, store, now }) {
    const [open, waiting] = await Promise.all([
      store.incidents({ open: true, limit: 50 }).catch(() => undefined),
      store.proposals("open").catch(() => undefined),
    ]);
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
      { label: "Graph store", value: open ? "answers" : "away: answering from the last copy" },
      { label: "Open incidents", value: open ? String(open.length) : "unknown" },
      {
        label: "Proposals waiting",
        value: waiting ? `${waiting.items.length}${waiting.next ? " or more" : ""}` : "unknown",
      },
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
      tone: open ? "ok" : "degraded",
      blocks: [
        { type: "facts", facts },
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
      storeAnswers: open !== undefined,
      openIncidents: open?.length,
      openProposals: waiting?.items.length,
      sources: snapshot.sources,
    };
    return { reply, data };
  },
});

import { durationWords } from "../model/duration-words.ts";
import type { Button, Reply } from "../model/reply.ts";
import { footerOf, mapIt, namesIn } from "./briefing.ts";
import type { Story } from "./story.ts";
import { sureness } from "./what-caused-it.ts";
import { count, severityOf, someOf, timeOfDay, titleOf } from "./what-is-going-on.ts";

const NAMED = 6;

/** What stands in the briefing's place once everything is over: what it was, what was foreseen, what to learn. */
export function resolvedSummary(story: Story): Reply {
  const { lead, others, origin, blast, alerting } = story;
  const all = [lead, ...others];
  const name = namesIn(story);
  const openedAt = Math.min(...all.map((incident) => incident.openedAt));
  const over = Math.max(...all.map(({ resolvedAt, updatedAt }) => resolvedAt ?? updatedAt));
  const alerts = all.reduce((sum, incident) => sum + incident.alerts.length, 0);
  const [first] = origin.candidates;
  const predicted = blast.hits.map(({ component }) => component);
  const alerted = alerting.map(({ component }) => component);
  const missed = alerted.filter((id) => !predicted.includes(id) && !blast.origins.includes(id));
  const foreseen = alerted.filter((id) => predicted.includes(id)).length;
  const facts = [
    {
      label: "Lasted",
      value: `${durationWords(over - openedAt)}, ${timeOfDay(openedAt, over)} to ${timeOfDay(over, over)}`,
    },
    { label: "Severity", value: `${severityOf(story)}, ${count(alerts, "alert")}` },
    {
      label: "Probable origin",
      value:
        origin.verdict === "ranked" && first
          ? `${name(first.component)} (${sureness(first.score)})`
          : `could not be told: ${origin.because}`,
    },
    {
      label: "Predicted",
      value: `${count(predicted.length, "component")} hit; ${foreseen} of them alerted${missed.length > 0 ? `; not predicted: ${someOf(missed.map(name), NAMED)}` : ""}`,
    },
    ...(others.length > 0
      ? [{ label: "Told here too", value: someOf(others.map(titleOf), NAMED) }]
      : []),
  ];
  return {
    headline: `Resolved: ${titleOf(lead)}`,
    tone: "ok",
    blocks: [
      { type: "facts", facts },
      {
        type: "section",
        title: "What did we miss?",
        text: "When you know what it was, write it in this thread (“checkout reads the table that billing fills”) and choose “Capture dependencies” on it: depmap proposes what it read, and somebody approves.",
      },
      { type: "buttons", buttons: buttonsFor(story) },
    ],
    footer: footerOf({ ...story, now: over }),
    visibility: "channel",
  };
}

function buttonsFor({ origin, blast, lead, unmapped }: Story): Button[] {
  const about = origin.candidates[0]?.component ?? blast.origins[0];
  const lines: [label: string, line: string][] = [
    ...(about
      ? ([
          ["A component was missing", `depends-on ${about}`],
          ["What was predicted", `blast-radius ${about} --picture`],
        ] as [string, string][])
      : []),
    ["Open proposals", "review"],
    ["Incident", `incident ${lead.id}`],
  ];
  const buttons = lines.map(([label, line]): Button => ({
    label,
    action: { type: "command", line },
  }));
  return [...unmapped.slice(0, 2).map(mapIt), ...buttons];
}

import { nameOf } from "../model/component.ts";
import { durationWords } from "../model/duration-words.ts";
import type { IncidentRecord } from "../model/incident.ts";
import { Reply } from "../model/reply.ts";
import { count, someOf, titleOf } from "./what-is-going-on.ts";

/** So many others are named. */
const NAMED = 6;

/** Where the nudge stands: the button captures that thread, or the one under the nudge itself. */
export interface NudgePlace {
  readonly channel: string;
  readonly thread?: string | undefined;
}

/**
 * Asks, once an incident is over, for what people have learned: what to write, in which words, and a button that reads it.
 *
 * `others` were told in the same message, and are asked about here too.
 */
export function nudge(
  record: IncidentRecord,
  others: readonly IncidentRecord[],
  { channel, thread }: NudgePlace,
): Reply {
  const { incident, origin, verdict, affected } = record;
  const over = incident.resolvedAt ?? incident.updatedAt;
  const told =
    verdict === "ranked" && origin ? `${nameOf(origin)} (as depmap saw it)` : "could not be told";
  const facts = [
    { label: "Lasted", value: durationWords(over - incident.openedAt) },
    { label: "Probable origin", value: told },
    { label: "Hit, as predicted", value: count(affected.length, "component") },
    ...(others.length > 0
      ? [
          {
            label: "Told together with",
            value: someOf(
              others.map((one) => titleOf(one.incident)),
              NAMED,
            ),
          },
        ]
      : []),
  ];
  const capture = { type: "capture", channel, ...(thread === undefined ? {} : { thread }) };
  return Reply.parse({
    headline: `What did we learn from ${titleOf(incident)}?`,
    visibility: "channel",
    blocks: [
      { type: "facts", facts },
      {
        type: "section",
        text: "Write in this thread what turned out, one fact in a sentence. depmap proposes what it reads, and somebody approves it: the next briefing knows it.",
      },
      {
        type: "list",
        title: "Such as",
        items: [
          { text: "“checkout reads the table that billing fills”" },
          { text: "“search does not depend on the old cache any more”" },
          { text: "“when the certificate expired, the gateway failed too”" },
        ],
      },
      {
        type: "buttons",
        buttons: [
          { label: "Capture dependencies", action: capture, style: "primary" },
          {
            label: "Show the incident",
            action: { type: "command", line: `incident ${incident.id}` },
          },
        ],
      },
    ],
    footer: ["depmap asks once. Press the button when the thread has said what there is to say."],
  });
}

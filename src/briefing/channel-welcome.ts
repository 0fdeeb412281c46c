import type { IncidentRecord } from "../model/incident.ts";
import { cutText } from "../model/plain-text.ts";
import type { Block, Reply } from "../model/reply.ts";
import { titleOf } from "./what-is-going-on.ts";

/**
 * What depmap says where it was invited and no open incident is known to be talked about: what it can do here, and what
 * it cannot.
 *
 * `over` are incidents of this channel that are resolved, `open` others that it could be about.
 */
export function channelWelcome({
  over,
  open,
  missing,
}: {
  readonly over: readonly IncidentRecord[];
  readonly open: readonly IncidentRecord[];
  readonly missing: readonly string[];
}): Reply {
  const [first] = over;
  return {
    headline: first ? `${titleOf(first.incident)} is over` : "depmap is here",
    tone: "neutral",
    blocks: [
      { type: "section", text: first ? AFTERWARDS : HERE },
      ...missingList(missing),
      ...buttonsFor(first, open),
    ],
    footer: [],
    visibility: "channel",
  };
}

const HERE =
  "Ask about what depends on what, such as /depmap blast-radius, and choose “Capture dependencies” on a thread in which somebody found something out. If this channel is about an incident, say which: its briefing comes here and is kept up to date.";
const AFTERWARDS =
  "Write here what you learned (“checkout reads the table that billing fills”) and choose “Capture dependencies” on the thread: depmap proposes what it read, and somebody approves.";

function missingList(missing: readonly string[]): Block[] {
  if (missing.length === 0) return [];
  const items = missing.map((text) => ({ text, tone: "neutral" as const }));
  return [{ type: "list", title: "What depmap cannot do here", items, more: 0 }];
}

function buttonsFor(over: IncidentRecord | undefined, open: readonly IncidentRecord[]): Block[] {
  const show = over ? [lineOf("How it ended", `incident ${over.incident.id}`)] : [];
  const links = over ? [] : open.map(linkTo);
  const buttons = [...show, ...links, lineOf("What depmap can do", "help")];
  return [{ type: "buttons", buttons }];
}

function linkTo({ incident }: IncidentRecord) {
  return lineOf(cutText(`About ${titleOf(incident)}`, 75), `link-channel ${incident.id}`);
}

function lineOf(label: string, line: string) {
  return { label, action: { type: "command" as const, line } };
}

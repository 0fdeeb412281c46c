import type { OriginCandidate } from "../analysis/probable-origin.ts";
import type { ComponentId } from "../model/component.ts";
import type { Block } from "../model/reply.ts";
import type { Story } from "./story.ts";

const TITLE = "What probably caused it";
const CANDIDATES = 3;
const REASONS = 2;

/** How sure we are, in a word that people use and the number that it stands for. */
export function sureness(share: number): string {
  const word =
    share >= 0.8 ? "very likely" : share >= 0.5 ? "likely" : share >= 0.25 ? "possibly" : "a guess";
  return `${word}, ${Math.round(share * 100)} %`;
}

/** Up to three candidates with their evidence, or "cannot tell" said plainly with what would help. */
export function whatCausedIt(
  { origin, unmapped, alerting }: Story,
  name: (id: ComponentId) => string,
): Block[] {
  const items = origin.candidates.slice(0, CANDIDATES).map((candidate) => ({
    text: candidateLine(candidate, name),
    tone: "neutral" as const,
  }));
  if (origin.verdict === "ranked") return [{ type: "list", title: TITLE, items, more: 0 }];
  const help =
    items.length > 0
      ? "What would help: a look at these, or a change or an alert that sets them apart."
      : unmapped.length > 0 && alerting.length === 0
        ? "What would help: say which component the PagerDuty service stands for, with “Map it”."
        : "What would help: an alert on a component of the map.";
  return [
    { type: "section", title: TITLE, text: `Cannot tell: ${sentence(origin.because)} ${help}` },
    ...(items.length > 0 ? [{ type: "list" as const, items, more: 0 }] : []),
  ];
}

function candidateLine(
  { component, score, evidence }: OriginCandidate,
  name: (id: ComponentId) => string,
) {
  const why = evidence.slice(0, REASONS).join("; ");
  return [
    { text: name(component), style: "bold" as const },
    { text: ` ${sureness(score)}${why === "" ? "" : `: ${why}`}` },
  ];
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

import type { Owners } from "../analysis/owners.ts";
import type { ComponentId } from "../model/component.ts";
import type { Block } from "../model/reply.ts";
import { minutesWords, nextBreach } from "./business-lines.ts";
import type { Story } from "./story.ts";

type Name = (id: ComponentId) => string;

const STEPS = 5;
const FALLBACKS = 4;
const OWNERS = 5;
const RECOVERED = 6;

/** The next steps in the order in which to take them; never empty. */
export function whatToDoNext(story: Story, name: Name): Block {
  const { origin, unmapped, alerting, recovery, business, fallbacks, lead, now } = story;
  const [first] = origin.candidates;
  const steps: string[] = [];
  if (lead.status === "triggered") steps.push("Acknowledge it in PagerDuty, so that others know.");
  if (origin.verdict === "ranked" && first) {
    steps.push(`Look at ${name(first.component)} first${callWords(story, first.component)}.`);
  } else if (first) {
    const likely = origin.candidates.slice(0, 3).map(({ component }) => name(component));
    steps.push(`Find out which of these failed: ${likely.join(", ")}.`);
  }
  if (alerting.length === 0) {
    const names = unmapped.map((service) => `“${service.name}”`).join(", ");
    steps.push(`Say which component ${names} is (button below): then this message can say more.`);
  }
  const breach = nextBreach(business.journeys, now - lead.openedAt);
  if (breach && breach.inMs > 0) {
    steps.push(`Tell customers of ${breach.name} before ${minutesWords(breach.inMs)} are over.`);
  }
  const lost = fallbacks.lost[0];
  if (lost) {
    steps.push(
      `Do not count on ${name(lost.fallback)} for ${name(lost.consumer)}: it falls with this.`,
    );
  }
  const [bring, then] = recovery;
  if (origin.verdict === "ranked" && bring && then) {
    steps.push(`Bring back ${name(bring.component)} first, then ${name(then.component)}.`);
  }
  if (steps.length === 0) steps.push("Watch its alerts; this message follows them.");
  const items = steps.slice(0, STEPS).map((text) => ({ text, tone: "neutral" as const }));
  return { type: "list", title: "What to do next", items, more: 0 };
}

/** Fallbacks, owners and the order of recovery: what the next hour needs. */
export function whatHelps(story: Story, name: Name): Block[] {
  const { usable, lost } = story.fallbacks;
  const fallbacks = [
    ...usable.map(({ consumer, provider, fallback, isUnmapped }) => ({
      text: `${name(consumer)} runs on ${name(fallback)} instead of ${name(provider)}${isUnmapped ? " (not on the map: check it)" : ""}`,
      tone: "ok" as const,
    })),
    ...lost.map(({ consumer, fallback, fallbackState }) => ({
      text: `${name(consumer)} cannot use ${name(fallback)}: it is ${fallbackState ?? "hit"} too`,
      tone: fallbackState ?? ("down" as const),
    })),
  ];
  const shown = fallbacks.slice(0, FALLBACKS);
  const facts = ownerFacts(story, name);
  const steps = story.recovery.map(({ component }) => name(component));
  const order = steps.slice(0, RECOVERED).join(" → ");
  const more = steps.length > RECOVERED ? ` +${steps.length - RECOVERED} more` : "";
  return [
    ...(shown.length > 0
      ? [
          {
            type: "list" as const,
            title: "Fallbacks",
            items: shown,
            more: fallbacks.length - shown.length,
          },
        ]
      : []),
    ...(facts.length > 0 ? [{ type: "facts" as const, title: "Owners and on call", facts }] : []),
    ...(steps.length > 1
      ? [{ type: "section" as const, title: "Recovery order", text: order + more }]
      : []),
  ];
}

function callWords({ owners, onDuty }: Story, component: ComponentId): string {
  const [owner] = owners.find((one) => one.component === component)?.owners ?? [];
  if (!owner) return "; nobody is known to own it";
  const person = onDuty.find(({ team }) => team === owner.team.id)?.person;
  return person ? `; call ${person} (${owner.team.name})` : `; ${owner.team.name} owns it`;
}

function ownerFacts(story: Story, name: Name): { label: string; value: string }[] {
  const shown = story.owners.slice(0, OWNERS);
  const owned = shown.filter(({ owners }) => owners.length > 0);
  const without = shown.filter(({ owners }) => owners.length === 0);
  const facts = owned.map((one) => ({ label: name(one.component), value: ownerWords(story, one) }));
  if (without.length === 0) return facts;
  const names = without.map(({ component }) => name(component)).join(", ");
  return [...facts, { label: "nobody known", value: names }];
}

function ownerWords({ onDuty }: Story, { owners, disagree }: Owners): string {
  const words = owners.map(({ team, isStale }) => {
    const people = onDuty.filter((duty) => duty.team === team.id).map(({ person }) => person);
    const onCall =
      people.length > 0 ? `on call: ${people.join(", ")}` : (team.phone ?? team.channel);
    return `${team.name}${onCall ? ` (${onCall})` : ""}${isStale ? ", said long ago" : ""}`;
  });
  return disagree ? `${words.join(" or ")}: the sources disagree` : words.join(", ");
}

import type { ComponentId } from "../model/component.ts";
import type { Block, Button, Reply } from "../model/reply.ts";
import { businessFacts } from "./business-lines.ts";
import { evidenceFooter } from "./evidence-footer.ts";
import { shortNames } from "./short-names.ts";
import type { Story } from "./story.ts";
import { whatCausedIt } from "./what-caused-it.ts";
import { severityOf, someOf, titleOf, toneOf, whatIsGoingOn } from "./what-is-going-on.ts";
import { whatHelps, whatToDoNext } from "./what-to-do-next.ts";
import { hitLists } from "./who-is-hit.ts";

const BUTTONS = 5;
const STATES = ["down", "degraded", "stale"] as const;

/**
 * The one message of an incident: what is going on, what probably caused it, who and what is hit, what to do next.
 *
 * Then what helps (fallbacks, owners and on-call, recovery order), at most five buttons, and in the footer the
 * sources with their ages and what this answer could not see. The picture stands with who is hit. Without a probable
 * origin the hits are counted from the alerting components, and it says so.
 */
export function briefing(story: Story): Reply {
  const name = namesIn(story);
  const severity = severityOf(story);
  return {
    headline: `${severity.toUpperCase()} ${titleOf(story.lead)}`,
    tone: toneOf(severity),
    blocks: [
      whatIsGoingOn(story, name),
      ...whatCausedIt(story, name),
      ...whoIsHit(story, name),
      whatToDoNext(story, name),
      ...whatHelps(story, name),
      { type: "buttons", buttons: buttonsFor(story) },
    ],
    footer: footerOf(story),
    visibility: "channel",
  };
}

/** How the components of this story are called in its messages. */
export function namesIn({ origin, blast, alerting, recovery }: Story): (id: ComponentId) => string {
  return shortNames([
    ...origin.candidates.map(({ component }) => component),
    ...blast.origins,
    ...blast.hits.map(({ component }) => component),
    ...blast.starved.map(({ component }) => component),
    ...alerting.map(({ component }) => component),
    ...recovery.map(({ component }) => component),
  ]);
}

/** Where the answers come from and how old that is, then what they could not see. */
export function footerOf({ blast, unmapped, missing, now }: Story): string[] {
  const services = unmapped.map((service) => `“${service.name}”`);
  return evidenceFooter(blast, now, [
    ...missing.map((what) => `Not asked: ${what}`),
    ...(services.length > 0 ? [`Not seen: whatever depends on ${someOf(services, 3)}`] : []),
  ]);
}

function whoIsHit(story: Story, name: Name): Block[] {
  const { blast, business, origin, alerting, lead, now, picture } = story;
  if (blast.origins.length === 0) return [];
  const counts = STATES.flatMap((state) => {
    const hits = blast.hits.filter((hit) => hit.state === state).length;
    return hits > 0 ? [`${hits} ${state}`] : [];
  });
  const from =
    origin.verdict === "ranked"
      ? `if it is ${blast.origins.map(name).join(", ")}`
      : `counted from the alerting ${someOf(blast.origins.map(name), 3)}, for want of an origin`;
  const many = counts.length > 0 ? counts.join(", ") : "Nothing else on the map";
  const facts = businessFacts(business, Math.max(0, now - lead.openedAt));
  const open = new Set(alerting.filter(({ isOpen }) => isOpen).map(({ component }) => component));
  return [
    { type: "section", title: "Who and what is hit", text: `${many}, ${from}.` },
    ...(facts.length > 0 ? [{ type: "facts" as const, facts }] : []),
    ...pictureOf(picture, blast, name),
    ...hitLists(blast.hits, blast.starved, open, name),
  ];
}

type Name = (id: ComponentId) => string;

function pictureOf(svg: string | undefined, blast: Story["blast"], name: Name): Block[] {
  if (svg === undefined) return [];
  const alt = `${someOf(blast.origins.map(name), 3)} and ${blast.hits.length} components that it reaches`;
  return [{ type: "picture", svg, alt }];
}

function buttonsFor({ origin, alerting, unmapped, blast, lead }: Story): Button[] {
  const about = origin.candidates[0]?.component ?? alerting[0]?.component;
  const farthest = blast.hits.at(-1)?.component;
  const buttons: Button[] = unmapped.slice(0, 2).map(mapIt);
  if (about) {
    buttons.push(
      command("Show picture", `blast-radius ${about} --picture`),
      command("Owners", `owners ${about}`),
    );
    if (farthest) buttons.push(command("Path", `path ${farthest} ${blast.origins[0] ?? about}`));
    buttons.push(command("This is wrong", `depends-on ${about}`));
  }
  buttons.push(command("Incident", `incident ${lead.id}`));
  return buttons.slice(0, BUTTONS);
}

/** Asks which component a PagerDuty service stands for. */
export function mapIt(
  { id, name }: Story["unmapped"][number],
  _: number,
  all: readonly unknown[],
): Button {
  const label = all.length > 1 ? `Map “${name}”?`.slice(0, 75) : "Map it?";
  const service = ` --service "${name.replaceAll(/["\p{C}]/gu, "").slice(0, 200)}"`;
  return command(label, `link --pagerduty ${id ?? "unknown"}${service}`, "primary");
}

function command(label: string, line: string, style?: "primary"): Button {
  return { label, action: { type: "command", line }, ...(style ? { style } : {}) };
}

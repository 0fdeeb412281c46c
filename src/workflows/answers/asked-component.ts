import { resolveName, type ResolvedName } from "../../analysis/resolve-name.ts";
import { nameOf, type Component, type ComponentId } from "../../model/component.ts";
import { Severity, type IncidentRecord } from "../../model/incident.ts";
import { cutText } from "../../model/plain-text.ts";
import { Action, Reply, type Button } from "../../model/reply.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { Answer, CommandContext } from "../../ports/command.ts";
import { mapAlerts, type MappedAlert } from "../stories/map-alerts.ts";
import { quoted } from "./parse-command-line.ts";

/** No component has a longer name; to compare one with the whole map would hold everybody up. */
const LONGEST_NAME = 300;

/** The component that was asked about, or the answer that helps to name one. */
export type AskedComponent =
  | { readonly component: Component; readonly answer?: undefined }
  | { readonly answer: Answer; readonly component?: undefined };

/**
 * Finds the component that a command is about.
 *
 * Nothing asked: in an incident's channel its probable origin, or while nobody can tell that, what alerts there; elsewhere the origins of the last five incidents as
 * buttons. An unknown name: the three nearest as buttons, never a guess. `lineFor` writes the command line again
 * for a button.
 */
export async function askedComponent(
  context: CommandContext,
  asked: string | undefined,
  lineFor: (name: string) => string,
): Promise<AskedComponent> {
  if (asked === undefined || asked.trim() === "") return await withoutName(context, lineFor);
  const found: ResolvedName =
    asked.length > LONGEST_NAME
      ? { kind: "unknown", asked, similar: [] }
      : resolveName(context.snapshot, asked);
  if (found.kind === "known") return { component: found.component };

  const near = found.kind === "ambiguous" ? found.candidates : found.similar;
  const buttons = near.slice(0, 3).flatMap(({ id }) => buttonFor(id, lineFor) ?? []);
  const headline =
    found.kind === "ambiguous"
      ? `“${asked}” names several components`
      : `The map knows no “${asked}”`;
  const reply = pick(headline, whatToDo(context, near.length), buttons);
  return { answer: { reply, data: { unknown: asked, similar: near.map(({ id }) => id) } } };
}

async function withoutName(
  context: CommandContext,
  lineFor: (name: string) => string,
): Promise<AskedComponent> {
  const record = context.incidentId
    ? await context.store.incident(context.incidentId).catch(() => undefined)
    : undefined;
  const origin =
    record?.origin === undefined ? undefined : context.snapshot.indexOf.get(record.origin);
  const component = origin === undefined ? undefined : context.snapshot.components[origin];
  if (component) return { component };

  const alerting = record ? alertingIn(context.snapshot, record) : [];
  if (alerting.length > 0) {
    const text = "depmap cannot tell yet where this incident began. These alert:";
    const buttons = alerting.slice(0, 5).flatMap((id) => buttonFor(id, lineFor) ?? []);
    const reply = pick("Which component?", text, buttons);
    return { answer: { reply, data: { unknown: "", similar: alerting } } };
  }

  // Without the record nobody knows the last origins; that is no reason to give no answer.
  const recent = await context.store.incidents({ limit: 20 }).catch(() => []);
  const origins = [...new Set(recent.flatMap(({ origin: id }) => (id ? [id] : [])))].slice(0, 5);
  const reply = pick(
    "Which component?",
    origins.length > 0
      ? "These were the probable origins of the last incidents. Or type the command with a component's name."
      : "Type the command with a component's name.",
    origins.flatMap((id) => buttonFor(id, lineFor) ?? []),
  );
  return { answer: { reply, data: { unknown: "", similar: origins } } };
}

/** The components that alert in an incident, the loudest first. */
function alertingIn(snapshot: Snapshot, { incident }: IncidentRecord): ComponentId[] {
  const { mapped } = mapAlerts(snapshot, incident);
  const loudness = ({ alert }: MappedAlert) => Severity.options.indexOf(alert.severity);
  return [
    ...new Set(
      mapped.toSorted((a, b) => loudness(a) - loudness(b)).map(({ component }) => component),
    ),
  ];
}

function whatToDo({ snapshot }: CommandContext, near: number): string {
  if (snapshot.components.length === 0) {
    return "The map is empty. Import one: npm run -s depmap -- import PATH";
  }
  return near > 0 ? "Did you mean one of these?" : "Nothing on the map has a name like it.";
}

/** undefined when the rest of the line is longer than a button can keep. */
function buttonFor(id: string, lineFor: (name: string) => string): Button | undefined {
  const action = Action.safeParse({ type: "command", line: lineFor(quoted(id)) });
  return action.success ? { label: cutText(nameOf(id), 75), action: action.data } : undefined;
}

function pick(headline: string, text: string, buttons: readonly Button[]): Reply {
  return Reply.parse({
    headline,
    blocks: [
      { type: "section", text },
      ...(buttons.length > 0 ? [{ type: "buttons", buttons }] : []),
    ],
  });
}

import type { Incident } from "../../../model/incident.ts";
import type { Channel } from "../../../ports/chat.ts";
import { channelName } from "./find-channel.ts";

/** What a channel's name and topic say about incidents, whether anybody knows such incidents or not. */
export interface Named {
  /** Incident numbers, as text. */
  readonly numbers: ReadonlySet<string>;
  /** Words that may be an incident's id, in lower case. */
  readonly words: ReadonlySet<string>;
  /** Something in it can only mean an incident. */
  readonly isAboutOne: boolean;
}

type Described = Pick<Channel, "name" | "topic">;

const AFTER_WORD = /(?<![\p{L}\p{N}])(?:incident|inc|pagerduty|pd)[-_ :]*#?(\d{1,9})(?!\p{N})/giu;
const AFTER_SIGN = /(?<![\p{L}\p{N}&/#])#(\d{1,9})(?![\p{L}\p{N}])/gu;
const IN_ADDRESS = /\/incidents\/([A-Za-z0-9]+)/g;
const WORD = /[A-Za-z0-9]{6,}/g;
const TALKS_OF_INCIDENTS =
  /(?<![\p{L}\p{N}])(?:incidents?|inc|outage|pagerduty|pd|sev-?\d)(?!\p{L})/iu;

/**
 * The incidents that a channel is about: those with the name that the pattern gives, and those whose number, id or page
 * its name or topic names.
 *
 * A bare number means nothing: one is an incident's after a word such as `inc`, where the pattern has it, or after a `#`
 * in a channel that speaks of incidents.
 *
 * @example
 * ```ts
 * const incidents = [{ id: "P1", number: 42, title: "Slow" }, { id: "P2", number: 43, title: "Down" }];
 * channelMatches({ name: "war-room", topic: "Incident #43" }, incidents, "inc-{number}").map(({ id }) => id);
 * // => ["P2"]
 * ```
 */
export function channelMatches<One extends Pick<Incident, "id" | "number" | "title">>(
  channel: Described,
  incidents: readonly One[],
  pattern: string | undefined,
): One[] {
  const { numbers, words } = namedIn(channel, pattern);
  return incidents.filter(
    (incident) =>
      (incident.number !== undefined && numbers.has(String(incident.number))) ||
      words.has(incident.id.toLowerCase()) ||
      (pattern !== undefined && channelName(pattern, incident) === channel.name),
  );
}

/** The numbers and ids that a channel's name and topic name. */
export function namedIn({ name, topic = "" }: Described, pattern: string | undefined): Named {
  const text = `${name}\n${topic}`;
  const byPattern = numberByPattern(name, pattern);
  const addresses = found(topic, IN_ADDRESS);
  const numbers = [
    ...found(text, AFTER_WORD),
    ...(TALKS_OF_INCIDENTS.test(text) ? found(topic, AFTER_SIGN) : []),
    ...(byPattern ?? []),
  ];
  const words = [...addresses, ...(text.match(WORD) ?? []), ...(byPattern ?? [])];
  return {
    numbers: new Set(numbers.map((digits) => digits.replace(/^0+(?=\d)/, ""))),
    words: new Set(words.map((word) => word.toLowerCase())),
    isAboutOne: numbers.some((number) => /^\d+$/.test(number)) || addresses.length > 0,
  };
}

function found(text: string, sign: RegExp): string[] {
  return [...text.matchAll(sign)].map(([, group]) => group as string);
}

/** What stands in a name where the pattern has the number; an incident without one has its id there. */
function numberByPattern(name: string, pattern: string | undefined): string[] | undefined {
  if (!pattern?.includes("{number}")) return undefined;
  const [before = "", after = ""] = pattern.split("{number}");
  const start = expressionOf(before);
  // Where the title ends in a dash, the name does not.
  const end = expressionOf(after).replace(/^-\.\*$/, "(?:-.*)?");
  // A pattern of nothing else would take any channel for an incident's.
  if (start === "" && end === "") return undefined;
  return found(name, new RegExp(`^${start}([a-z0-9]+)${end}$`, "gu")).slice(0, 1);
}

function expressionOf(part: string): string {
  const slugs = part.split("{title}").map((one) => one.toLowerCase());
  return slugs.map((one) => one.replaceAll(/[^\p{L}\p{N}]+/gu, "-")).join(".*");
}

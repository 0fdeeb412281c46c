import type { Item } from "./items.ts";
import { verbReadings } from "./verbs.ts";
import { kindOf, senseOf, type NounSense } from "./nouns.ts";

/** Adjectives that say how a thing is, not which it is. */
const STATES = new Set(
  `new old newer older other same different existing current previous next last first second third single multiple additional extra main primary
   secondary large larger small smaller big bigger huge underlying upstream downstream affected impacted unhealthy healthy failing failed broken
   relevant dedicated separate internal external own shared local remote central global regional critical core key important entire whole
   specific certain particular various legacy temporary short long slow faulty bad good wrong correct right original initial final actual real
   related dependent third-party in-house on-call self-hosted read-only read-write long-running short-lived high-availability backup standby
   individual remaining available unavailable random common general generic typical usual normal proper full partial public private managed
   underpowered overloaded resilient so-called production staging prod live test demo dev sandbox qa`.split(
    /\s+/u,
  ),
);
/** Capital letters that name no component. */
const NO_NAMES = new Set(
  `i utc gmt bst pst pdt est cet pt et am pm monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
   september october november december jan feb mar apr jun jul aug sep oct nov dec api apis url uri ip http https tcp udp tls ssl grpc json yaml xml sql
   html css sla slo sli rca pr prs mr cpu ram gpu oom id ids ui ux us eu uk usa europe asia london qa sre sres eng devops ops ci cd tbd todo tldr fyi
   coast east west north south dublin frankfurt america american european germany ireland virginia oregon aka eta p0 p1 p2 p3 sev1 sev2 sev3 sev-1 sev-2 error errors post get put delete patch ok nxdomain servfail az azs sdk cli pid io qps rps tps mb gb tb ms
   error-rate am friday's gb/s rpc csv pdf waf mttr kb json-rpc xhr cors jwt ttl`.split(/\s+/u),
);

/**
 * The name of a component that the map does not hold, when a noun phrase gives one.
 *
 * A phrase names one when its last noun is a kind of system with a word that tells which (`pricing queue`), or when
 * it is a proper name: an identifier, or capital letters where no sentence begins.
 */
export function newNameOf(
  words: readonly Item[],
  sense: NounSense | undefined,
): string | undefined {
  let from = 0;
  while (from < words.length - 1 && isState(words[from] as Item)) from += 1;
  const core = words.slice(from);
  const head = core.at(-1);
  if (!head || core.length > 6 || core.some(isMentioned)) return undefined;
  const proper = core.filter(isProper);
  if (sense === "part" || sense === "own") {
    if (core.length < 2) return isIdentifier(head) ? head.text : undefined;
    const telling = core.slice(0, -1).some((word) => isProper(word) || tells(word));
    if (proper.length === 0 && head.lower.endsWith("s") && !head.lower.endsWith("ss"))
      return undefined;
    return telling && kindOf(head.lower) !== undefined ? nameFrom(core) : undefined;
  }
  if (sense === "fault") return vendorOf(core);
  if (sense !== undefined) return undefined;
  return proper.length > 0 && isProper(head)
    ? nameFrom(core.slice(core.findIndex(isProper)))
    : undefined;
}

/** `@Ben` is a person whom somebody calls, not a component. */
function isMentioned({ source, start }: Item): boolean {
  return source[start - 1] === "@";
}

function nameFrom(words: readonly Item[]): string {
  const first = words[0];
  return first ? first.source.slice(first.start, words.at(-1)?.end) : "";
}

function isState({ lower, class: itemClass }: Item): boolean {
  return STATES.has(lower) || itemClass === "num";
}

/** Stores of no particular kind: they tell no two apart. */
const VAGUE = new Set(
  "database db datastore store storage cache queue table data index bucket volume".split(" "),
);

/** A plain noun that says which: `pricing` in `pricing queue`, not `few` or `internal`. */
function tells(word: Item): boolean {
  const { lower } = word;
  if (verbReadings(lower).some(({ form }) => form === "ing" || form === "past")) return false;
  const sense = senseOf(lower);
  return (
    lower.length > 2 &&
    sense !== "part" &&
    !VAGUE.has(lower) &&
    !STATES.has(lower) &&
    word.class === "noun" &&
    senseOf(lower) !== "people" &&
    senseOf(lower) !== "fault"
  );
}

function isProper(word: Item): boolean {
  if (
    word.class !== "noun" ||
    word.text.includes("://") ||
    NO_NAMES.has(word.lower) ||
    STATES.has(word.lower)
  )
    return false;
  if (word.code) return word.text.length > 2;
  if (isIdentifier(word)) return true;
  const capital = word.text !== word.lower && word.text[0] !== word.lower[0];
  return capital && (!word.opens || word.text.slice(1) !== word.lower.slice(1));
}

/** `a Skyline outage`, `AWS service issues`: whose trouble it is. */
function vendorOf(words: readonly Item[]): string | undefined {
  const end = words.findLastIndex((word) => isProper(word));
  const name = words
    .slice(words.findIndex(isProper), end + 1)
    .filter(({ lower }) => lower !== "service" && lower !== "services");
  return end >= 0 && name.every(isProper) && !words[0]?.opens ? nameFrom(name) : undefined;
}

/** `api.shop.example`: letters, and two dots or an ending that hosts have. */
function isHost(text: string): boolean {
  const labels = text.split(".");
  const ending = labels.at(-1) ?? "";
  if (labels.length < 2 || !/^[a-z]{2,24}$/u.test(ending) || /^\d/u.test(text)) return false;
  return labels.length > 2 || ["com", "io", "net", "org", "dev", "app", "co"].includes(ending);
}

/** `orders-db`, `OrderService`, `order_events`: nobody writes plain words like that. */
function isIdentifier({ text, lower, class: itemClass }: Item): boolean {
  if (itemClass !== "noun" || STATES.has(lower) || NO_NAMES.has(lower)) return false;
  if (text.includes("_") || isHost(text)) return true;
  const parts = text.split("-");
  if (parts.length > 1) {
    const last = parts.at(-1) ?? "";
    return kindOf(last) !== undefined && parts[0] !== "" && !STATES.has(parts[0] ?? "");
  }
  return text.slice(1) !== lower.slice(1) && text !== text.toUpperCase();
}

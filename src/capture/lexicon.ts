import { senseOf } from "./nouns.ts";
import { singular } from "./singular.ts";
import { isOrdinary } from "./ordinary-words.ts";

/** A component by which people may call it. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** The names of all known components, ready for look-up; make it with `lexiconOf`. */
export interface Lexicon {
  /** From a name's key (letters and digits only, lower case) to the component's id. */
  readonly idOf: ReadonlyMap<string, string>;
  /** Short forms that are common words: names only where they begin with a capital letter. */
  readonly capitalised: ReadonlyMap<string, string>;
  /** The length of the longest key; no mention is longer. */
  readonly longest: number;
}

/** Words that a name may lose without becoming another's: `Ledger API` is `ledger` when nothing else is. */
const CLASS_WORDS = new Set(
  "api app application service services svc server cluster system platform component backend".split(
    " ",
  ),
);
const MAKERS = new Set("aws amazon apache azure microsoft hashicorp google gcp".split(" "));
/** Two ways of writing the same product, whoever owns it. */
const SAME: readonly (readonly string[])[] = [
  ["postgres", "postgresql"],
  ["kubernetes", "k8s"],
  ["mongo", "mongodb"],
  ["dynamo", "dynamodb"],
  ["memcache", "memcached"],
  ["rabbit", "rabbitmq"],
];

/** Letters and digits only, in lower case: the same for `id_minter`, `ID minter` and `IdMinter`. */
export function keyOf(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/**
 * Prepares names for capture. What two components share names neither.
 *
 * Beside ids, names and aliases it knows their singulars, initials of long names (`NLB`), names without a maker
 * (`S3` for `AWS S3`) and without a class word (`ledger` for `Ledger API`), where only one component has them.
 *
 * @example
 * ```ts
 * const lexicon = lexiconOf([{ id: "ledger", name: "Ledger API", aliases: [] }]);
 * ["ledger-api", "ledger", "LedgerAPI"].map((name) => lexicon.idOf.get(keyOf(name)));
 * // => ["ledger", "ledger", "ledger"]
 * ```
 */
export function lexiconOf(components: readonly Named[]): Lexicon {
  const idOf = new Map<string, string>();
  const stated = components.flatMap(({ id, name, aliases }) =>
    [...aliases, name, id].map((text) => ({ id, text })),
  );
  putAll(idOf, stated);
  putAll(
    idOf,
    stated.map(({ id, text }) => ({ id, text: singularName(text) })),
  );
  putAll(
    idOf,
    stated.flatMap(({ id, text }) => shorterNames(text).map((short) => ({ id, text: short }))),
  );
  const common = stated.flatMap(({ id, text }) =>
    commonForms(text).map((short) => ({ id, text: short })),
  );
  const capitalised = new Map<string, string>();
  putAll(
    capitalised,
    common.filter(({ text }) => !idOf.has(keyOf(text))),
  );
  let longest = 0;
  for (const key of idOf.keys()) longest = Math.max(longest, key.length);
  return { idOf, capitalised, longest: Math.min(longest, 120) };
}

/** Adds names that no component had before; what two of them claim now goes to neither. */
function putAll(idOf: Map<string, string>, names: readonly { id: string; text: string }[]): void {
  const fresh = new Map<string, string | undefined>();
  for (const { id, text } of names) {
    const key = keyOf(text);
    if (key.length < 2 || idOf.has(key)) continue;
    fresh.set(key, fresh.has(key) && fresh.get(key) !== id ? undefined : id);
  }
  for (const [key, id] of fresh) if (id !== undefined) idOf.set(key, id);
}

/** `Payments` for `Payments API`: a common word by itself. */
function commonForms(name: string): string[] {
  const words = name.split(/[\s_-]/u).filter((word) => word !== "");
  const rest = words.slice(0, -1).join(" ");
  const shortened = words.length === 2 && CLASS_WORDS.has(words.at(-1)?.toLowerCase() ?? "");
  return shortened && isOrdinary(rest.toLowerCase()) ? [rest] : [];
}

/** A shortened name that any text may hold names nothing. */
function pushTelling(short: string[], name: string): void {
  const lower = name.toLowerCase();
  if (!isOrdinary(lower) && senseOf(lower) === undefined) short.push(name);
}

function singularName(name: string): string {
  const words = name.split(" ");
  return [...words.slice(0, -1), singular(words.at(-1) ?? "")].join(" ");
}

function shorterNames(name: string): string[] {
  const words = name.split(/[\s_-]/u).filter((word) => word !== "");
  const lower = words.map((word) => word.toLowerCase());
  const short: string[] = [];
  if (words.length > 1 && MAKERS.has(lower[0] ?? "")) pushTelling(short, words.slice(1).join(" "));
  if (words.length > 1 && CLASS_WORDS.has(lower.at(-1) ?? "")) {
    const rest = words.slice(0, -1).join(" ");
    if (rest.length > 3) pushTelling(short, rest);
  }
  if (words.length > 2 && words.every((word) => /^\p{Lu}/u.test(word))) {
    short.push(words.map((word) => word[0]).join(""));
  }
  for (const group of SAME) if (group.includes(name.toLowerCase())) short.push(...group);
  return short;
}

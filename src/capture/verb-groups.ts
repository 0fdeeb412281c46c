import { denies } from "./closed-words.ts";
import type { Item } from "./items.ts";

/**
 * How a verb is meant: `real` it happens; `failing` it is tried in vain (which shows the need as well);
 * `denied` it does not happen; `ended` it did once; `cut` somebody made it stop; `unreal` wished, planned or guessed.
 */
export type Mood = "real" | "failing" | "denied" | "ended" | "cut" | "unreal";

/** Auxiliaries, catenatives and the main verb, as one: `has been unable to connect` is `connect`, failing. */
export interface VerbChunk {
  readonly kind: "verb";
  readonly lemma: string;
  readonly passive: boolean;
  /** How it begins: with a finite verb, `to`, an -ing form or a bare participle. */
  readonly lead: "finite" | "to" | "ing" | "participle";
  readonly mood: Mood;
  /** `will` and `would`: no fact by itself, yet a law of nature after `if`. */
  readonly modal?: string | undefined;
  readonly past: boolean;
  readonly start: number;
  readonly end: number;
}

type Effect = "none" | "failing" | "unreal" | "ended" | "denied" | "configured";

const BEFORE_TO: Readonly<Record<Effect, string>> = {
  none: "need have try attempt start begin continue use seem appear happen tend manage get allow enable force cause make lead come go able help require struggle-x proceed set-x",
  failing: "fail unable struggle refuse prevent decline choke",
  unreal:
    "want plan intend hope propose decide consider aim suggest recommend expect ask opt choose agree wish prefer think know like suppose mean",
  ended: "stop cease",
  denied: "avoid forget neglect",
  configured:
    "configure design build set change update modify reconfigure program intend-x instruct tell",
};
const BEFORE_ING: Readonly<Record<Effect, string>> = {
  none: "start begin keep continue resume try involve require end see",
  failing: "struggle fail hang stick",
  unreal: "consider suggest propose recommend mean plan",
  ended: "stop cease quit finish",
  denied: "avoid prevent bypass",
  configured: "",
};
const EFFECT_TO = effects(BEFORE_TO);
const EFFECT_ING = effects(BEFORE_ING);
/** Modals that speak of plans, guesses or duties rather than of what is. */
const UNREAL_MODALS = new Set([
  "would",
  "should",
  "may",
  "might",
  "must",
  "shall",
  "ought",
  "wouldn't",
  "shouldn't",
  "mustn't",
  "won't",
  "will",
  "'ll",
  "'d",
  "could",
]);
/** Denied, these show the need: what did not arrive was asked for. */
const AWAITED = new Set(
  "receive get respond return reach resolve load connect see arrive work fetch find authenticate communicate retrieve access talk answer".split(
    " ",
  ),
);

const PARTICLE_VERBS = new Set(
  "fall-back fail-over time-out take-down bring-down knock-out knock-over knock-off knock-down look-up back-up cut-off switch-over switch-off move-away move-off shut-down shut-off turn-off go-down spin-up pile-up roll-back fall-over lock-out back-off scale-up scale-down wipe-out slow-down build-up".split(
    " ",
  ),
);

/** Reads the verb group that begins at a place; undefined when none does. */
export function verbGroupAt(
  items: readonly Item[],
  from: number,
): { readonly chunk: VerbChunk; readonly next: number } | undefined {
  const group = new Group(items, from);
  return group.read();
}

/** The reading of one verb group, word by word. */
class Group {
  readonly #items: readonly Item[];
  readonly #from: number;
  #at: number;
  #mood: Mood = "real";
  #modal: string | undefined;
  #be = false;
  #have = false;
  #did = false;
  #negated = false;
  #lead: VerbChunk["lead"] | undefined;
  #configured = false;
  #past = false;

  constructor(items: readonly Item[], from: number) {
    this.#items = items;
    this.#from = from;
    this.#at = from;
  }

  read(): { chunk: VerbChunk; next: number } | undefined {
    const first = this.#items[this.#from];
    this.#negated = isNoOne(this.#items, this.#from);
    if (!first || !this.#canBegin(first)) return undefined;
    let lemma: string | undefined;
    let passive = false;
    while (this.#at < this.#items.length) {
      const item = this.#items[this.#at] as Item;
      if (item.class === "verb" && item.verb) {
        const { form } = item.verb;
        this.#lead ??= this.#be || this.#have || this.#did || this.#modal ? "finite" : leadOf(form);
        ({ lemma } = item.verb);
        passive = form === "past" && this.#be;
        this.#past = form === "past";
        this.#at += 1;
        const effect = this.#catenates(lemma);
        if (effect === undefined) break;
        this.#apply(effect, lemma);
        continue;
      }
      if (!this.#absorb(item)) break;
    }
    lemma ??= this.#auxiliary();
    if (lemma === undefined) return undefined;
    const withParticle = this.#particle(lemma);
    const next = Math.max(this.#at, this.#from + 1);
    const chunk: VerbChunk = {
      kind: "verb",
      lemma: withParticle,
      passive,
      lead: this.#lead ?? "finite",
      mood: this.#finalMood(lemma, passive),
      ...(this.#modal === undefined ? {} : { modal: this.#modal }),
      past: this.#past,
      start: first.start,
      end: (this.#items[next - 1] as Item).end,
    };
    return { chunk, next };
  }

  #canBegin(item: Item): boolean {
    if (item.class === "to") return true;
    return ["aux", "modal", "verb", "no-longer", "neg"].includes(item.class);
  }

  /** Takes an auxiliary or an adverb in; false when the group ends here. */
  #absorb(item: Item): boolean {
    const next = this.#items[this.#at + 1];
    switch (item.class) {
      case "aux":
        if (denies(item.lower)) this.#negated = true;
        if (["do", "does", "did", "don't", "doesn't", "didn't"].includes(item.lower))
          this.#did = true;
        else if (item.lower.startsWith("ha") || item.lower === "'ve") this.#have = true;
        else this.#be = true;
        break;
      case "modal":
        if (denies(item.lower) || item.lower === "cannot") this.#negated = true;
        this.#modal = item.lower;
        break;
      case "neg":
        this.#negated = true;
        break;
      case "no-longer":
        this.#mood = "ended";
        break;
      case "to":
        this.#lead ??= "to";
        break;
      case "hedge":
        this.#mood = "unreal";
        break;
      case "adv":
        break;
      case "det":
        if (item.lower !== "no" || !this.#be) return false;
        return false;
      default:
        return false;
    }
    if (next === undefined && item.class === "adv") return false;
    this.#at += 1;
    return true;
  }

  /** What a verb does to the one after it; undefined when it is the main verb. */
  #catenates(lemma: string): Effect | undefined {
    let ahead = this.#at;
    while (["adv", "neg", "hedge", "no-longer"].includes(this.#items[ahead]?.class ?? ""))
      ahead += 1;
    const next = this.#items[ahead];
    if (next?.class === "to") return EFFECT_TO.get(lemma);
    if (next?.class === "verb" && next.verb?.form === "ing") return EFFECT_ING.get(lemma);
    return undefined;
  }

  #apply(effect: Effect, lemma: string): void {
    const could = this.#modal === "can" || this.#modal === "could" || lemma === "able";
    if (lemma === "use" && this.#past && !this.#be) this.#mood = "unreal";
    else if (effect === "configured") this.#configured = true;
    else if (this.#negated && effect === "none" && could) this.#mood = "failing";
    else if (this.#negated && effect === "none") this.#mood = "denied";
    else if (effect !== "none" && this.#mood === "real") this.#mood = effect as Mood;
    else if (this.#modal && UNREAL_MODALS.has(this.#modal) && this.#mood === "real")
      this.#mood = "unreal";
    this.#negated = false;
    this.#modal = undefined;
    this.#be = false;
    this.#have = false;
    this.#did = false;
  }

  #finalMood(lemma: string, passive: boolean): Mood {
    if (this.#mood === "ended" && AWAITED.has(lemma)) return "failing";
    if (this.#mood !== "real") return this.#mood;
    if (this.#negated) {
      if (this.#configured) return "cut";
      if (this.#modal !== undefined && /^ca|^could/u.test(this.#modal)) return "failing";
      return AWAITED.has(lemma) && !passive ? "failing" : "denied";
    }
    if (lemma === "unable") return "failing";
    if (this.#modal !== undefined && UNREAL_MODALS.has(this.#modal)) return "unreal";
    return "real";
  }

  #auxiliary(): string | undefined {
    if (this.#be) return "be";
    if (this.#have) return "have";
    return this.#did || this.#modal ? "do" : undefined;
  }

  #particle(lemma: string): string {
    const next = this.#items[this.#at];
    if (next?.class !== "particle" || !PARTICLE_VERBS.has(`${lemma}-${next.lower}`)) return lemma;
    this.#at += 1;
    return `${lemma} ${next.lower}`;
  }
}

/** `nobody could …`, `no leader could …`: the subject denies. */
function isNoOne(items: readonly Item[], from: number): boolean {
  for (let at = from - 1; at >= Math.max(0, from - 3); at -= 1) {
    const { lower, class: itemClass } = items[at] as Item;
    if (lower === "nobody" || lower === "none" || lower === "no") return true;
    if (itemClass !== "noun" && itemClass !== "mention") return false;
  }
  return false;
}

function leadOf(form: "base" | "s" | "ing" | "past"): VerbChunk["lead"] {
  if (form === "ing") return "ing";
  return form === "past" ? "participle" : "finite";
}

function effects(table: Readonly<Record<Effect, string>>): ReadonlyMap<string, Effect> {
  return new Map(
    (Object.entries(table) as [Effect, string][]).flatMap(([effect, verbs]) =>
      verbs.split(" ").map((verb): [string, Effect] => [verb, effect]),
    ),
  );
}

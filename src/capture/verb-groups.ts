import { effectBeforeIng, effectBeforeTo, type Effect } from "./catenatives.ts";
import { denies } from "./closed-words.ts";
import { AWAITED, UNREAL_MODALS, type Mood } from "./moods.ts";
import { isPhrasal } from "./phrasal-verbs.ts";
import type { VerbForm } from "./verbs.ts";
import type { Item } from "./items.ts";

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
  /** `started returning`: something new. */
  readonly begins: boolean;
  readonly start: number;
  readonly end: number;
}

const DO = new Set(["do", "does", "did", "don't", "doesn't", "didn't"]);

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
  #begins = false;

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
      begins: this.#begins,
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
  #absorb({ class: itemClass, lower }: Item): boolean {
    const isLast = this.#items[this.#at + 1] === undefined;
    if (itemClass === "aux") this.#takeAuxiliary(lower);
    else if (itemClass === "modal") {
      if (denies(lower)) this.#negated = true;
      this.#modal = lower;
    } else if (itemClass === "neg") this.#negated = true;
    else if (itemClass === "no-longer") this.#mood = "ended";
    else if (itemClass === "hedge") this.#mood = "unreal";
    else if (itemClass === "to") this.#lead ??= "to";
    else if (itemClass !== "adv" || isLast) return false;
    this.#at += 1;
    return true;
  }

  #takeAuxiliary(lower: string): void {
    if (denies(lower)) this.#negated = true;
    if (DO.has(lower)) this.#did = true;
    else if (lower.startsWith("ha") || lower === "'ve") this.#have = true;
    else this.#be = true;
  }

  /** What a verb does to the one after it; undefined when it is the main verb. */
  #catenates(lemma: string): Effect | undefined {
    let ahead = this.#at;
    while (["adv", "neg", "hedge", "no-longer"].includes(this.#items[ahead]?.class ?? ""))
      ahead += 1;
    const next = this.#items[ahead];
    if (next?.class === "to") return effectBeforeTo(lemma);
    if (next?.class === "verb" && next.verb?.form === "ing") return effectBeforeIng(lemma);
    return undefined;
  }

  #apply(effect: Effect, lemma: string): void {
    this.#begins = lemma === "start" || lemma === "begin";
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
    const could = this.#modal === "can" || this.#modal === "could";
    if (this.#mood === "ended" && (AWAITED.has(lemma) || could)) return "failing";
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
    if (next?.class !== "particle" || !isPhrasal(lemma, next.lower)) return lemma;
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

function leadOf(form: VerbForm): VerbChunk["lead"] {
  if (form === "ing") return "ing";
  return form === "past" || form === "adjective" ? "participle" : "finite";
}

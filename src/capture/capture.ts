import type { CapturedDependency, ThreadLine } from "./captured.ts";
import { chunksOf } from "./chunks.ts";
import { findingsOf } from "./findings.ts";
import { itemsOf } from "./items.ts";
import type { Lexicon } from "./lexicon.ts";
import { remembered } from "./memory.ts";
import { mentionsOf } from "./mentions.ts";
import { NOTHING_SAID, sceneOf, type Memory } from "./scene.ts";
import { sentencesOf, type Sentence } from "./sentences.ts";
import { agrees, stanceOf, takesBack } from "./stance.ts";
import { ThreadLedger, type Said } from "./thread-ledger.ts";
import { tokensOf } from "./tokens.ts";

/**
 * The dependencies that a thread states, and those that it says are gone, each with its sentence.
 *
 * Questions, doubts, plans and denials give nothing; a question that is answered with yes does. What a later message takes
 * back is left out. Never a dependency of a component on itself, never between two that were merely hit by the same
 * thing. One per change and pair of ends: the surest. Deterministic, no model, linear in the text.
 *
 * @example
 * ```ts
 * const known = { idOf: new Map([["cart", "cart"], ["redis", "redis"]]), capitalised: new Map(), longest: 5 };
 * const [found] = capture([{ author: "ann", text: "The cart keeps its sessions in Redis." }], known);
 * [found?.consumer, found?.provider];
 * // => [{ known: "cart" }, { known: "redis" }]
 * ```
 */
export function capture(
  thread: readonly ThreadLine[],
  known: Lexicon,
): readonly CapturedDependency[] {
  const ledger = new ThreadLedger();
  let memory = NOTHING_SAID;
  let asked: readonly Said[] = [];
  for (const [message, { author, text }] of thread.entries()) {
    if (author !== thread[message - 1]?.author) memory = heardFromAnother(memory);
    for (const sentence of sentencesOf(text)) {
      const quote = text.slice(sentence.start, sentence.end);
      if (agrees(quote)) for (const said of asked) ledger.keep(said);
      if (takesBack(quote)) ledger.takeBack(author, message);
      const scene = sceneIn(text, sentence, known, memory);
      const stance = stanceOf(quote);
      const belief = stance.kind === "says" ? stance.sure : 1;
      const read = findingsOf(scene).map((finding) => ({
        finding,
        quote,
        message,
        author,
        belief,
      }));
      asked = stance.kind === "asks" ? read : [];
      if (stance.kind === "says") for (const said of read) ledger.keep(said);
      memory = remembered(scene);
    }
  }
  return ledger.all();
}

function sceneIn(text: string, { start, end }: Sentence, known: Lexicon, memory: Memory) {
  const tokens = tokensOf(text, start, end);
  return sceneOf(chunksOf(itemsOf(text, tokens, mentionsOf(tokens, known))), memory);
}

/** What another person said is clear to a pronoun only when they spoke of one system. */
function heardFromAnother(memory: Memory): Memory {
  if (memory.mentioned.length === 1) return memory;
  return { ...NOTHING_SAID, mentioned: memory.mentioned, harmed: memory.harmed };
}

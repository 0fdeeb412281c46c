import { endKey, type CapturedDependency, type ThreadLine } from "./captured.ts";
import { chunksOf } from "./chunks.ts";
import { couplingOf } from "./coupling-of.ts";
import type { Finding } from "./finding.ts";
import { findingsOf } from "./findings.ts";
import { itemsOf } from "./items.ts";
import type { Lexicon } from "./lexicon.ts";
import { remembered } from "./memory.ts";
import { mentionsOf } from "./mentions.ts";
import { NOTHING_SAID, sceneOf, type Memory } from "./scene.ts";
import { sentencesOf } from "./sentences.ts";
import { agrees, stanceOf, takesBack } from "./stance.ts";
import { sureness } from "./sureness.ts";
import { tokensOf } from "./tokens.ts";

/** Weaker findings than this are not worth a person's time. */
const LEAST = 0.45;

/** What is collected on the way through a thread. */
interface Reading {
  readonly found: Map<string, CapturedDependency>;
  readonly authors: Map<string, string>;
  memory: Memory;
  /** What a question asked, until the next sentence answers it. */
  asked: readonly CapturedDependency[];
}

/**
 * The dependencies that a thread states, and those that it says are gone, each with its sentence.
 *
 * Questions, doubts, plans and denials give nothing; a question that is answered with yes does. What a later message takes
 * back is left out. Never a dependency of a component on itself, never between two that were merely hit by the same
 * thing. One per change and pair of ends: the surest. Deterministic, no model, linear in the text.
 *
 * @example
 * ```ts
 * const known = lexiconOf([{ id: "checkout", name: "Checkout", aliases: [] }, { id: "redis", name: "Redis", aliases: [] }]);
 * capture([{ author: "ann", text: "Turns out checkout keeps its sessions in Redis." }], known).map(({ consumer, provider }) => [consumer, provider]);
 * // => [[{ known: "checkout" }, { known: "redis" }]]
 * ```
 */
export function capture(
  thread: readonly ThreadLine[],
  known: Lexicon,
): readonly CapturedDependency[] {
  const reading: Reading = {
    found: new Map(),
    authors: new Map(),
    memory: NOTHING_SAID,
    asked: [],
  };
  for (const [message, { author, text }] of thread.entries()) {
    if (author !== thread[message - 1]?.author) reading.memory = heardFromAnother(reading.memory);
    for (const { start, end } of sentencesOf(text))
      readSentence(reading, known, message, author, text, start, end);
  }
  return [...reading.found.values()];
}

/** What another person said is clear to a pronoun only when they spoke of one system. */
function heardFromAnother(memory: Memory): Memory {
  return memory.mentioned.length === 1
    ? memory
    : { ...NOTHING_SAID, mentioned: memory.mentioned, harmed: memory.harmed };
}

function readSentence(
  reading: Reading,
  known: Lexicon,
  message: number,
  author: string,
  text: string,
  start: number,
  end: number,
): void {
  const quote = text.slice(start, end);
  if (reading.asked.length > 0 && agrees(quote)) keep(reading, reading.asked, author);
  if (takesBack(quote)) forget(reading, author, message);
  const stance = stanceOf(quote);
  const tokens = tokensOf(text, start, end);
  const scene = sceneOf(chunksOf(itemsOf(text, tokens, mentionsOf(tokens, known))), reading.memory);
  const sure = stance.kind === "says" ? stance.sure : 1;
  const read = findingsOf(scene).flatMap(
    (finding) => toDependency(finding, quote, message, sure) ?? [],
  );
  reading.memory = remembered(scene);
  reading.asked = stance.kind === "asks" ? read : [];
  if (stance.kind === "says") keep(reading, read, author);
}

/** Keeps the surest finding of each pair; a removal puts an end to what was said before. */
function keep(
  { found, authors }: Reading,
  read: readonly CapturedDependency[],
  author: string,
): void {
  for (const dependency of read) {
    if (dependency.confidence < LEAST) continue;
    const pair = `${endKey(dependency.consumer)} > ${endKey(dependency.provider)}`;
    const key = `${dependency.change} ${pair}`;
    const before = found.get(key);
    if (before && before.confidence >= dependency.confidence) continue;
    found.set(key, dependency);
    authors.set(key, author);
    if (dependency.change === "remove") found.delete(`add ${pair}`);
  }
}

/** Drops what this author said in this message or in their last one before it. */
function forget({ found, authors }: Reading, author: string, message: number): void {
  const own = [...found].filter(([key]) => authors.get(key) === author);
  const last = Math.max(...own.map(([, dependency]) => dependency.message));
  for (const [key, dependency] of own)
    if (dependency.message === last && message - last < 20) found.delete(key);
}

function toDependency(
  finding: Finding,
  quote: string,
  message: number,
  sure: number,
): CapturedDependency | undefined {
  const { change, consumer, provider, strength, because } = finding;
  if (endKey(consumer.end) === endKey(provider.end)) return undefined;
  return {
    change,
    consumer: consumer.end,
    provider: provider.end,
    coupling: couplingOf(finding),
    ...(strength ? { strength } : {}),
    confidence: Math.round(sureness(finding) * sure * 100) / 100,
    quote,
    message,
    because,
  };
}

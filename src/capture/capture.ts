import { endKey, type CapturedDependency, type ThreadLine } from "./captured.ts";
import { chunksOf } from "./chunks.ts";
import { couplingOf } from "./coupling-of.ts";
import type { Finding } from "./finding.ts";
import { itemsOf } from "./items.ts";
import type { Lexicon } from "./lexicon.ts";
import { mentionsOf } from "./mentions.ts";
import { NOTHING_SAID, sceneOf, type Memory, type Scene } from "./scene.ts";
import { sentencesOf } from "./sentences.ts";
import { tokensOf } from "./tokens.ts";
import { verbRelations } from "./verb-relations.ts";
import { causeRelations } from "./cause-relations.ts";
import { nounRelations } from "./noun-relations.ts";
import { sureness } from "./sureness.ts";
import { remembered } from "./memory.ts";

const LEAST = 0.4;

export function capture(
  thread: readonly ThreadLine[],
  known: Lexicon,
): readonly CapturedDependency[] {
  const found = new Map<string, CapturedDependency>();
  let memory: Memory = NOTHING_SAID;
  for (const [message, { text }] of thread.entries()) {
    for (const { start, end } of sentencesOf(text)) {
      const tokens = tokensOf(text, start, end);
      const items = itemsOf(text, tokens, mentionsOf(tokens, known));
      const scene = sceneOf(chunksOf(items), memory);
      const quote = text.slice(start, end);
      for (const finding of findingsOf(scene)) {
        const dependency = toDependency(finding, quote, message);
        if (!dependency || dependency.confidence < LEAST) continue;
        const key = `${dependency.change} ${endKey(dependency.consumer)} ${endKey(dependency.provider)}`;
        const before = found.get(key);
        if (!before || before.confidence < dependency.confidence) found.set(key, dependency);
      }
      memory = remembered(scene);
    }
  }
  return [...found.values()];
}

function findingsOf(scene: Scene): Finding[] {
  const asides = scene.chunks.flatMap((chunk, at) =>
    chunk.kind === "aside"
      ? findingsOf(
          sceneOf(
            chunk.chunks,
            scene.memory,
            scene.readings[at - 1]?.ref ? [scene.readings[at - 1]!.ref!] : [],
          ),
        )
      : [],
  );
  return [...verbRelations(scene), ...causeRelations(scene), ...nounRelations(scene), ...asides];
}

function toDependency(
  finding: Finding,
  quote: string,
  message: number,
): CapturedDependency | undefined {
  const { change, consumer, provider, strength, because } = finding;
  if (endKey(consumer.end) === endKey(provider.end)) return undefined;
  return {
    change,
    consumer: consumer.end,
    provider: provider.end,
    coupling: couplingOf(finding),
    ...(strength ? { strength } : {}),
    confidence: sureness(finding),
    quote,
    message,
    because,
  };
}

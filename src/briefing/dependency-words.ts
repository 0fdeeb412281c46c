import { durationWords } from "../model/duration-words.ts";
import type { Dependency } from "../model/dependency.ts";
import type { ChainLink } from "../model/impact.ts";
import { whoSaid } from "./who-said.ts";

/**
 * What one dependency is, and who says so, in a line: coupling, strength, state, confidence, newest source.
 *
 * @example
 * ```ts
 * const map = graphOf("web ~> search");
 * dependencyWords(map.dependency(0), 60_000);
 * // => "call, soft; declared, 100 % sure; test, 1 min ago: web ~> search"
 * ```
 */
export function dependencyWords(dependency: Dependency, now: number): string {
  const { coupling, strength, state, confidence, fallback, timeoutMs } = dependency;
  const traits = [
    coupling,
    strength,
    ...(timeoutMs === undefined ? [] : [`time-out ${durationWords(timeoutMs)}`]),
    ...(fallback === undefined ? [] : [`falls back on ${fallback.split("/").at(-1)}`]),
  ];
  return `${traits.join(", ")}; ${state}, ${Math.round(confidence * 100)} % sure${saidBy(dependency, now)}`;
}

/** The same for a link of a chain, which carries less. */
export function linkWords(link: ChainLink, now: number): string {
  return `${link.coupling}, ${Math.round(link.confidence * 100)} % sure${saidBy(link, now)}`;
}

function saidBy({ provenance }: Pick<Dependency, "provenance">, now: number): string {
  const latest = provenance.toSorted((a, b) => b.lastSeen - a.lastSeen)[0];
  if (!latest) return "";
  const who = whoSaid(latest.source, latest.evidence);
  // What a person said by hand has no evidence but the person.
  const where = latest.evidence[0] && who === latest.source ? `: ${latest.evidence[0]}` : "";
  const others = provenance.length > 1 ? ` (+${provenance.length - 1} more sources)` : "";
  return `; ${who}, ${durationWords(now - latest.lastSeen)} ago${where}${others}`;
}

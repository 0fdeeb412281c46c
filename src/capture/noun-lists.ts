import { resolve } from "./antecedents.ts";
import type { PhraseReading, Ref } from "./refs.ts";
import { endOfPhrase, REACH, sceneOf, unique, type Scene } from "./scene.ts";

/** The noun phrases of one list and what they speak of. */
export interface NounList {
  readonly refs: readonly Ref[];
  readonly readings: readonly PhraseReading[];
  /** The first place after the list. */
  readonly next: number;
  /** The list's first place. */
  readonly first: number;
}

/** How to read a list. */
export interface ListOptions {
  /** Only names that stand there: pronouns and general words are not looked up. */
  readonly namesOnly?: boolean;
  /** The list's last phrase is known to stand here; what follows it is the verb of all. */
  readonly upTo?: number;
}

/**
 * The list that begins at a noun phrase and goes on to the right: `A, B (C) and the D`.
 *
 * It ends before a phrase with a finite verb of its own: in `uses A, and B fails` there is no list.
 */
export function listRight(scene: Scene, from: number, options: ListOptions = {}): NounList {
  const refs: Ref[] = [];
  const readings: PhraseReading[] = [];
  let at = from;
  while (at < scene.chunks.length && at - from < REACH) {
    const reading = scene.readings[at];
    if (!reading) break;
    const member = readMember(scene, at, options);
    refs.push(...member.refs);
    readings.push(reading);
    at = member.next;
    const following = nextMember(scene, at, options.upTo);
    if (following === undefined) break;
    at = following;
  }
  return { refs: unique(refs), readings, next: at, first: from };
}

/** The place of the list's next noun phrase; undefined when the list ends here. */
function nextMember(scene: Scene, at: number, upTo: number | undefined): number | undefined {
  let place = at;
  while (scene.chunks[place]?.kind === "and" || scene.chunks[place]?.kind === "comma") place += 1;
  if (place === at || scene.chunks[place]?.kind !== "np") return undefined;
  if (upTo !== undefined) return place <= upTo ? place : undefined;
  const after = scene.chunks[endOfPhrase(scene, place)];
  const ownVerb = after?.kind === "verb" && after.lead !== "to" && after.lead !== "ing";
  return ownVerb ? undefined : place;
}

/** One member with what follows it closely: an aside that lists, `such as`, `a service we call X`. */
function readMember(
  scene: Scene,
  at: number,
  options: ListOptions,
): { refs: readonly Ref[]; next: number } {
  const direct = scene.readings[at]?.ref;
  const named = namedAfter(scene, at + 1);
  const name = named === undefined ? undefined : scene.readings[named - 1]?.ref;
  if (named !== undefined && name) return { refs: [name], next: named };

  const own = options.namesOnly ? (direct ? [direct] : []) : resolve(scene, at);
  const { members, next } = membersInBrackets(scene, at);
  const examples = examplesAfter(scene, next);
  if (examples)
    return { refs: examples.refs.length > 0 ? examples.refs : own, next: examples.next };
  const general = scene.readings[at]?.plural === true || own.length === 0;
  return { refs: members.length > 0 && general ? members : own, next };
}

/** `AWS services (S3, SQS)`: the names in the brackets, when they hold nothing else. */
function membersInBrackets(scene: Scene, at: number): { members: readonly Ref[]; next: number } {
  const aside = scene.chunks[at + 1];
  if (aside?.kind !== "aside") return { members: [], next: at + 1 };
  const inner = sceneOf(aside.chunks, scene.memory);
  const first = inner.chunks.findIndex(({ kind }) => kind === "np");
  if (first !== 0 && inner.chunks[0]?.kind !== "such-as") return { members: [], next: at + 2 };
  const list = listRight(inner, first, { namesOnly: true });
  return { members: list.next === inner.chunks.length ? list.refs : [], next: at + 2 };
}

/** `services, such as A and B`, `services we use, such as A`. */
function examplesAfter(scene: Scene, at: number): NounList | undefined {
  const { chunks, readings } = scene;
  const relative = readings[at]?.sort === "people" && chunks[at + 1]?.kind === "verb" ? at + 2 : at;
  const such = chunks[relative]?.kind === "comma" ? relative + 1 : relative;
  if (chunks[such]?.kind !== "such-as" || chunks[such + 1]?.kind !== "np") return undefined;
  return listRight(scene, such + 1, { namesOnly: true });
}

/** `a service we call X`, `a queue called X`: the place after X. */
function namedAfter(scene: Scene, at: number): number | undefined {
  const { chunks, readings } = scene;
  const we = readings[at]?.sort === "people" ? at + 1 : at;
  const verb = chunks[we];
  if (verb?.kind !== "verb" || !["call", "name", "know"].includes(verb.lemma)) return undefined;
  if (we === at && verb.lead !== "participle") return undefined;
  const name = chunks[we + 1]?.kind === "prep" ? we + 2 : we + 1;
  return readings[name]?.ref ? name + 1 : undefined;
}

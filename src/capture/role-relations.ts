import { longPhrase } from "./blame.ts";
import { pairs, type Finding } from "./finding.ts";
import type { Ref } from "./refs.ts";
import type { Scene } from "./scene.ts";
import { listRight } from "./noun-lists.ts";
import { phraseLeft } from "./left-phrases.ts";
import { subjectOf } from "./subjects.ts";

/** What a system may be to another: `the database of X`, `X's message bus`. */
const ROLES = new Set(
  `backend database db datastore store storage cache queue broker bus provider source registry gateway proxy resolver balancer scheduler host home
   engine foundation backbone bottleneck dependency prerequisite requirement entrypoint frontend upstream`.split(
    /\s+/u,
  ),
);
const CLIENTS = new Set([
  "client",
  "consumer",
  "user",
  "caller",
  "subscriber",
  "dependent",
  "reader",
]);
const OF = ["of", "for", "behind", "to", "in"];

/** Dependencies told as roles: `Y is the database behind X`, `X's backend is Y`, `Y, the queue for X, …`, `X is a client of Y`. */
export function roleRelations(scene: Scene): Finding[] {
  return scene.chunks.flatMap((chunk, at) => {
    if (chunk.kind === "verb" && chunk.lemma === "be" && chunk.mood === "real" && !chunk.passive)
      return ofCopula(scene, at);
    return chunk.kind === "comma" && scene.chunks[at - 1]?.kind === "np"
      ? inApposition(scene, at)
      : [];
  });
}

function ofCopula(scene: Scene, at: number): Finding[] {
  const preposition = scene.chunks[at + 1];
  if (preposition?.kind === "prep") return ofPlace(scene, at, preposition.word);
  const subject = subjectOf(scene, at);
  if (subject.people || subject.first === undefined || scene.chunks[at + 1]?.kind !== "np")
    return [];
  const before = roleAt(scene, subject.first);
  const predicate = longPhrase(scene, at + 1);
  if (before) return said(before.holders, predicate.own);
  const after = roleAt(scene, at + 1);
  if (!after) return [];
  return after.isClient ? said(subject.refs, after.holders) : said(after.holders, subject.refs);
}

/** `X is behind Y`, `X is on Y`: it stands or falls with it. */
function ofPlace(scene: Scene, at: number, word: string): Finding[] {
  if ((word !== "behind" && word !== "on") || !scene.readings[at + 2]) return [];
  const subject = subjectOf(scene, at);
  const isKnown = ({ via, end }: Ref) => via === "self" && "known" in end;
  const known = listRight(scene, at + 2).refs.filter(isKnown);
  if (subject.people) return [];
  return pairs(subject.refs.filter(isKnown), known, {
    change: "add",
    coupling: "by-noun",
    sure: 0.6,
    because: "one stands on or behind the other",
  });
}

function inApposition(scene: Scene, comma: number): Finding[] {
  if (scene.readings[comma + 1]?.ref) return [];
  const role = roleAt(scene, comma + 1);
  if (!role) return [];
  const named = phraseLeft(scene, comma - 1).refs;
  return role.isClient ? said(named, role.holders) : said(role.holders, named);
}

/** A phrase without a name that gives somebody a role: whose role it is. */
function roleAt(
  scene: Scene,
  at: number,
): { holders: readonly Ref[]; isClient: boolean } | undefined {
  const reading = scene.readings[at];
  if (!reading) return undefined;
  const isClient = CLIENTS.has(reading.head);
  if (!isClient && !ROLES.has(reading.head)) return undefined;
  const { after } = longPhrase(scene, at);
  const holders = OF.map((word) => after.get(word) ?? []).find((refs) => refs.length > 0) ?? [];
  const own = reading.possessor ? [reading.possessor] : [];
  const all = own.length > 0 ? own : holders;
  return all.length > 0 ? { holders: all, isClient } : undefined;
}

function said(consumers: readonly Ref[], providers: readonly Ref[]): Finding[] {
  const selves = (refs: readonly Ref[]) => refs.filter(({ via }) => via === "self");
  return pairs(selves(consumers), selves(providers), {
    change: "add",
    coupling: "by-noun",
    sure: 0.8,
    because: "one's role for the other",
  });
}

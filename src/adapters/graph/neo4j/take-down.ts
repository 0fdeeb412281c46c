import type { Assertion, Claim, Source } from "../../../model/assertion.ts";
import {
  assertionKey,
  assertionOf,
  nodesAbout,
  putAssertions,
  type AssertionNode,
  type TypeOf,
} from "./assertion-nodes.ts";
import { factsToFold, factsToRead, foldFacts } from "./folded-facts.ts";
import { heedClaim } from "./heed-claim.ts";
import type { LockedGraph } from "./locked-graph.ts";
import type { Run } from "./connection/neo4j-connection.ts";
import { noteChange } from "./note-change.ts";
import { putFolded } from "./put-folded.ts";

/** What of a saying goes in in one transaction. */
export interface Part {
  readonly source: Source;
  readonly at: number;
  readonly claims: ReadonlyMap<string, Claim>;
  /** Fact keys that the source says no more. */
  readonly doomed: readonly string[];
  /** Is the whole saying all that the source has to say? */
  readonly complete: boolean;
}

/** What a part changed, fact by fact. */
export interface Taken {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly retracted: readonly string[];
}

/** Takes down a part of a saying within the open transaction, and folds again what it touched. */
export async function takeDown(run: Run, graph: LockedGraph, part: Part): Promise<Taken> {
  const { source, at, claims, doomed } = part;
  const said = [...claims.keys(), ...doomed];
  const toFold = await factsToFold(run, said);
  const denials = graph.denials || said.some((key) => key.startsWith("no-dependency "));
  const about = await nodesAbout(run, factsToRead([...said, ...toFold], denials));

  const isNew = newIn(about);
  const { nodes, added, changed, touched } = heedAll(graph, part, about);
  const retracted: string[] = [];
  for (const key of doomed) {
    const known = ownNode(about, source, key);
    if (!known || known.retractedAt !== undefined || known.lastSeen > at) continue;
    nodes.push({ ...known, retractedAt: at });
    retracted.push(key);
    touched.add(key);
  }
  const concerned = touched.size === said.length ? toFold : await factsToFold(run, touched);
  const typeOf: TypeOf = (name) => (name === source.name ? source.type : typeIn(graph, name));
  // All that is written goes out at once: the server takes it in this order, and each answer that is waited for costs.
  await Promise.all([
    putAssertions(run, nodes, isNew),
    putSource(run, graph, part, added.length - retracted.length, touched.size > 0),
    touched.size > 0 &&
      refold(run, graph, { factKeys: concerned, about: withWritten(about, nodes), typeOf, isNew }),
  ]);
  return { added, changed, retracted };
}

/** Facts to work out again, and what is known of them. */
export interface ToRefold {
  readonly factKeys: ReadonlySet<string>;
  /** All that is said about them, and about what may deny them. */
  readonly about: ReadonlyMap<string, readonly AssertionNode[]>;
  readonly typeOf: TypeOf;
  /** Was nothing ever said about this fact before now? Then nothing was folded of it. */
  readonly isNew: (factKey: string) => boolean;
}

/** Works out again what these facts add up to, from all that is said about them, and notes the change. */
export async function refold(
  run: Run,
  graph: Pick<LockedGraph, "version" | "numbers">,
  { factKeys, about, typeOf, isNew }: ToRefold,
): Promise<void> {
  const active = (key: string): Assertion[] =>
    (about.get(key) ?? [])
      .filter(({ retractedAt }) => retractedAt === undefined)
      .map((node) => assertionOf(node, typeOf));
  const numbers = await putFolded(run, foldFacts(factKeys, active), graph.numbers, isNew);
  await noteChange(run, graph.version + 1, factKeys, numbers);
}

/** Tells, also when more was written meanwhile, of which facts nothing is known here. */
export function newIn(about: ReadonlyMap<string, unknown>): (factKey: string) => boolean {
  const known = new Set(about.keys());
  return (factKey) => !known.has(factKey);
}

/** The type of a source that the graph knows. */
export function typeIn(graph: Pick<LockedGraph, "sources">, name: string): Source["type"] {
  return graph.sources.get(name)?.type ?? "import";
}

function heedAll(
  graph: LockedGraph,
  { source, at, claims }: Part,
  about: ReadonlyMap<string, readonly AssertionNode[]>,
): { nodes: AssertionNode[]; added: string[]; changed: string[]; touched: Set<string> } {
  const completeAt = graph.sources.get(source.name)?.completeAt ?? 0;
  const nodes: AssertionNode[] = [];
  const added: string[] = [];
  const changed: string[] = [];
  const touched = new Set<string>();
  for (const [key, claim] of claims) {
    const known = ownNode(about, source, key);
    const { change, node } = heedClaim(known, { source, at, key, claim }, completeAt);
    if (node) nodes.push(node);
    if (change === "added") added.push(key);
    if (change === "changed") changed.push(key);
    if (change !== "nothing") touched.add(key);
  }
  return { nodes, added, changed, touched };
}

function ownNode(
  about: ReadonlyMap<string, readonly AssertionNode[]>,
  source: Source,
  key: string,
): AssertionNode | undefined {
  return about.get(key)?.find((node) => node.source === source.name);
}

/** What is said about each fact once these are written. */
export function withWritten(
  about: Map<string, AssertionNode[]>,
  written: readonly AssertionNode[],
): Map<string, AssertionNode[]> {
  for (const node of written) {
    const others = (about.get(node.factKey) ?? []).filter(({ key }) => key !== node.key);
    about.set(node.factKey, [...others, node]);
  }
  return about;
}

async function putSource(
  run: Run,
  graph: LockedGraph,
  { source, at, complete }: Part,
  more: number,
  isTouched: boolean,
): Promise<void> {
  const known = graph.sources.get(source.name);
  const completeAt = Math.max(known?.completeAt ?? 0, complete ? at : 0);
  const lastSeen = Math.max(known?.lastSeen ?? 0, isTouched ? at : 0);
  await run(
    `MERGE (source:Source {key: $key})
     SET source.type = $type, source.facts = $facts, source.lastSeen = $lastSeen,
       source.completeAt = $completeAt`,
    {
      key: source.name,
      type: source.type,
      facts: (known?.facts ?? 0) + more,
      lastSeen,
      completeAt,
    },
  );
}

/** What the source said before, and not now, and not since; ordered by fact key. */
export async function unsaid(
  run: Run,
  { source, at, claims }: Pick<Part, "source" | "at" | "claims">,
): Promise<string[]> {
  const doomed: string[] = [];
  const stem = assertionKey(source.name, "");
  for (let after = stem; ;) {
    const rows = await run(
      `MATCH (assertion:Assertion)
       WHERE assertion.key STARTS WITH $stem AND assertion.key > $after
       WITH assertion ORDER BY assertion.key LIMIT $limit
       RETURN assertion.factKey AS key,
         assertion.retractedAt IS NULL AND assertion.lastSeen <= $at AS stands`,
      { stem, after, at, limit: PAGE },
    );
    for (const row of rows) {
      const key = row["key"] as string;
      if (row["stands"] === true && !claims.has(key)) doomed.push(key);
      after = assertionKey(source.name, key);
    }
    if (rows.length < PAGE) return doomed;
  }
}

const PAGE = 20_000;

import type { Assertion, SourceType } from "../../../model/assertion.ts";
import { canonicalJson } from "../../../model/canonical-json.ts";
import { byText } from "../../../model/folding/weigh-assertions.ts";
import type { Page } from "../../../ports/graph-store.ts";
import type { Run } from "./connection/neo4j-connection.ts";

/** One assertion's own properties; `key` is source and fact key, with a space between them. */
export interface AssertionNode {
  readonly key: string;
  readonly source: string;
  readonly factKey: string;
  readonly fact: string;
  readonly confidence: number;
  readonly evidence: string;
  readonly learned?: string | undefined;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly retractedAt?: number | undefined;
}

/** What a source is; an assertion's own source is always known. */
export type TypeOf = (source: string) => SourceType;

const PAGE_SIZE = 500;

/** All that was ever said about these facts, by fact key; facts of which nothing was said are left out. */
export async function nodesAbout(
  run: Run,
  factKeys: Iterable<string>,
): Promise<Map<string, AssertionNode[]>> {
  const keys = [...factKeys];
  if (keys.length === 0) return new Map();
  const rows = await run(
    `UNWIND $keys AS key MATCH (assertion:Assertion {factKey: key})
     RETURN properties(assertion) AS assertion`,
    { keys },
  );
  return Map.groupBy(rows.map(nodeOf), ({ factKey }) => factKey);
}

/** All that was ever said about one fact, oldest first. */
export async function assertionsAbout(run: Run, factKey: string): Promise<Assertion[]> {
  const rows = await run(
    `MATCH (assertion:Assertion {factKey: $factKey})
     MATCH (source:Source {key: assertion.source})
     RETURN properties(assertion) AS assertion, source.type AS type`,
    { factKey },
  );
  return rows
    .map((row) => assertionOf(nodeOf(row), () => row["type"] as SourceType))
    .toSorted((a, b) => a.firstSeen - b.firstSeen || byText(a.source.name, b.source.name));
}

/** A page of everything, ordered by source and fact key. */
export async function assertionPage(run: Run, after: string | undefined): Promise<Page<Assertion>> {
  const rows = await run(
    `MATCH (assertion:Assertion) WHERE assertion.key > $after
     WITH assertion ORDER BY assertion.key LIMIT $limit
     MATCH (source:Source {key: assertion.source})
     RETURN properties(assertion) AS assertion, source.type AS type ORDER BY assertion.key`,
    { after: after ?? "", limit: PAGE_SIZE + 1 },
  );
  const items = rows.map((row) => assertionOf(nodeOf(row), () => row["type"] as SourceType));
  if (items.length <= PAGE_SIZE) return { items };
  return { items: items.slice(0, PAGE_SIZE), next: nodeOf(rows[PAGE_SIZE - 1] ?? {}).key };
}

/** Writes assertions in place of those with their keys. `isNew` says of a fact key that nothing was ever said of it. */
export async function putAssertions(
  run: Run,
  nodes: readonly AssertionNode[],
  isNew: (factKey: string) => boolean,
): Promise<void> {
  const { fresh = [], known = [] } = Object.groupBy(nodes, ({ factKey }) =>
    isNew(factKey) ? "fresh" : "known",
  );
  await Promise.all([
    fresh.length > 0 &&
      run("UNWIND $nodes AS node CREATE (assertion:Assertion) SET assertion = node", {
        nodes: fresh,
      }),
    known.length > 0 &&
      run(
        `UNWIND $nodes AS node MERGE (assertion:Assertion {key: node.key}) SET assertion = node`,
        { nodes: known },
      ),
  ]);
}

/** The node that keeps an assertion. */
export function assertionNode(assertion: Assertion): AssertionNode {
  const { source, factKey, fact, confidence, evidence, learned, retractedAt } = assertion;
  return {
    key: assertionKey(source.name, factKey),
    source: source.name,
    factKey,
    fact: canonicalJson(fact),
    confidence,
    evidence: JSON.stringify(evidence),
    ...(learned ? { learned: canonicalJson(learned) } : {}),
    firstSeen: assertion.firstSeen,
    lastSeen: assertion.lastSeen,
    ...(retractedAt === undefined ? {} : { retractedAt }),
  };
}

/** The assertion that a node keeps. */
export function assertionOf(node: AssertionNode, typeOf: TypeOf): Assertion {
  return {
    source: { name: node.source, type: typeOf(node.source) },
    factKey: node.factKey,
    fact: JSON.parse(node.fact),
    confidence: node.confidence,
    evidence: JSON.parse(node.evidence),
    ...(node.learned === undefined ? {} : { learned: JSON.parse(node.learned) }),
    firstSeen: node.firstSeen,
    lastSeen: node.lastSeen,
    ...(node.retractedAt === undefined ? {} : { retractedAt: node.retractedAt }),
  };
}

/** The key under which one source's word about a fact is kept. */
export function assertionKey(source: string, factKey: string): string {
  return `${source} ${factKey}`;
}

function nodeOf(row: Readonly<Record<string, unknown>>): AssertionNode {
  return row["assertion"] as AssertionNode;
}

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createNeo4jConnection } from "../src/adapters/graph/neo4j/connection/neo4j-connection.ts";
import { createSecret } from "../src/model/secret.ts";
import { decideProposal } from "../src/workflows/learning/decide-proposal.ts";
import { openDepmapOnNeo4j, type DepmapOnNeo4j } from "./support/depmap-on-neo4j.ts";
import { NEO4J_START_MS, startNeo4j } from "./support/neo4j-server.ts";
import { APPROVER } from "./support/people.ts";
import { proposalOf } from "./support/proposal-of.ts";

const QUOTE = "turns out fares reads the table that dues-sync fills";
/** The README's queries by the question above each. */
const QUERIES = [
  ...readFileSync("README.md", "utf8").matchAll(/^(.+\?)\n\n```cypher\n([^]*?)```/gm),
].map((match) => [match[1], match[2]] as [question: string, cypher: string]);

const neo4j = await startNeo4j();

describe.skipIf(!neo4j)("the README's Cypher", () => {
  let depmap: DepmapOnNeo4j;
  let answers: Map<string, readonly Readonly<Record<string, unknown>>[]>;
  beforeAll(async () => {
    if (!neo4j) return;
    depmap = await openDepmapOnNeo4j(neo4j, { NEO4J_DEADLINE_MS: "5000" });
    const { store, clock, snapshots } = depmap.parts;
    const snapshot = snapshots.current();
    await store.propose({ ...proposalOf("fares -> dues-sync"), quote: QUOTE });
    const [proposal] = (await store.proposals("open")).items;
    const id = String(proposal?.id);
    await decideProposal({ id, decision: "approve", person: APPROVER, store, snapshot, clock });
    const connection = createNeo4jConnection({
      ...neo4j,
      password: createSecret(neo4j.password),
      deadlineMs: 10_000,
    });
    answers = new Map();
    for (const [question, CYPHER] of QUERIES) {
      answers.set(question, await connection.read((run) => run(CYPHER)));
    }
    await connection.close();
  }, NEO4J_START_MS);
  afterAll(async () => {
    await depmap.close();
    await neo4j?.stop();
  });

  it("is five questions or more, and each has an answer on the example estate", () => {
    expect(QUERIES.length).toBeGreaterThanOrEqual(5);
    const silent = [...answers].filter(([, rows]) => rows.length === 0);
    expect(silent).toEqual([]);
    const empty = [...answers].filter(([, rows]) =>
      rows.some((row) => Object.values(row).every((value) => value === undefined)),
    );
    expect(empty).toEqual([]);
  });

  it("finds the same direct consumers as depmap itself", () => {
    const snapshot = depmap.parts.snapshots.current();
    const cache = snapshot.indexOf.get("prod/platform/session-cache") as number;
    const consumers = [...snapshot.consumer.keys()]
      .filter((row) => snapshot.provider[row] === cache)
      .map((row) => snapshot.components[snapshot.consumer[row] as number]?.id);
    const rows = answers.get(String(QUERIES[0]?.[0])) ?? [];

    expect(new Set(rows.map((row) => row["consumer.key"]))).toEqual(new Set(consumers));
  });

  it("finds what was learned, in whose words, and who approved it", () => {
    expect(answers.get(String(QUERIES[2]?.[0]))).toMatchObject([
      { "p.quote": QUOTE, "p.decidedBy": APPROVER.id },
    ]);
  });
});

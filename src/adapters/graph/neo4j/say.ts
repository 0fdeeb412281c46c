import type { Claim } from "../../../model/assertion.ts";
import { refuseMassRetraction } from "../../../model/folding/mass-retraction.ts";
import { mergeClaims } from "../../../model/folding/merge-claims.ts";
import type { Saying, SayingReport } from "../../../ports/graph-store.ts";
import { lockGraph, readGraph } from "./locked-graph.ts";
import type { Neo4jConnection, Run } from "./connection/neo4j-connection.ts";
import { LONG, WRITE } from "./patience.ts";
import { auditUnfinished, changesOf, joined, sayAudited, unfinishedOf } from "./say-now.ts";
import { takeDown, unsaid, type Part, type Taken } from "./take-down.ts";

/**
 * Facts that go in in one transaction. More would keep others waiting for longer, and are no faster: the server
 * takes some 0.2 s for so many.
 */
const BATCH = 2000;

/**
 * Takes down what a source says: in one transaction, or a long saying in several, new facts before old ones go.
 *
 * A long saying that was cut short goes on when it is said again; the audit row, which comes last, tells of all its parts.
 */
export async function say(
  connection: Neo4jConnection,
  saying: Saying,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<SayingReport> {
  if (saying.claims.length > BATCH) return sayLong(connection, saying, onProgress);
  const report = await connection.write((run) => sayShort(run, saying), WRITE);
  return report ?? sayLong(connection, saying, onProgress);
}

/** Undefined when few claims may be followed by very many retractions. */
async function sayShort(run: Run, saying: Saying): Promise<SayingReport | undefined> {
  const graph = await lockGraph(run);
  const facts = graph.sources.get(saying.source.name)?.facts ?? 0;
  return saying.complete && facts > BATCH * 5 ? undefined : sayAudited(run, graph, saying);
}

async function sayLong(
  connection: Neo4jConnection,
  saying: Saying,
  onProgress: (done: number, of: number) => void,
): Promise<SayingReport> {
  const { source, at, complete } = saying;
  const claims = mergeClaims(saying.claims);
  const { doomed, forced } = await connection.read((run) => whatWouldGo(run, saying, claims), LONG);
  const total = { added: [] as string[], changed: [] as string[], retracted: [] as string[] };
  let done = 0;
  const of = claims.size + doomed.length;

  for (const part of partsOf({ source, at, claims, doomed, complete })) {
    const taken = await connection.write((run) => takePart(run, saying, part, forced), LONG);
    for (const kind of ["added", "changed", "retracted"] as const) {
      for (const key of taken[kind]) total[kind].push(key);
    }
    done += part.claims.size + part.doomed.length;
    onProgress(done, of);
  }
  const unchanged = claims.size - total.added.length - total.changed.length;
  await connection.write((run) => finish(run, saying, unchanged), WRITE);
  return { ...total, unchanged };
}

/** What a complete saying takes back; refuses to take back too much before anything is written. */
async function whatWouldGo(
  run: Run,
  saying: Saying,
  claims: ReadonlyMap<string, Claim>,
): Promise<{ doomed: string[]; forced: boolean }> {
  if (!saying.complete) return { doomed: [], forced: false };
  const graph = await readGraph(run);
  const doomed = await unsaid(run, { ...saying, claims });
  const facts = graph.sources.get(saying.source.name)?.facts ?? 0;
  return { doomed, forced: refuseMassRetraction(saying, doomed, facts) };
}

function* partsOf(whole: Part): Iterable<Part> {
  let claims = new Map<string, Claim>();
  for (const [key, claim] of whole.claims) {
    claims.set(key, claim);
    if (claims.size < BATCH) continue;
    yield { ...whole, claims, doomed: [] };
    claims = new Map();
  }
  if (claims.size > 0) yield { ...whole, claims, doomed: [] };
  for (let first = 0; first < whole.doomed.length; first += BATCH) {
    yield { ...whole, claims: new Map(), doomed: whole.doomed.slice(first, first + BATCH) };
  }
}

async function takePart(run: Run, saying: Saying, part: Part, forced: boolean): Promise<Taken> {
  const graph = await lockGraph(run);
  const taken = await takeDown(run, graph, part);
  if (changesOf(taken) === 0) return taken;
  const unfinished = joined(unfinishedOf(graph, saying), taken, forced);
  await run("MATCH (source:Source {key: $key}) SET source.unfinished = $unfinished", {
    key: saying.source.name,
    unfinished: JSON.stringify(unfinished),
  });
  return taken;
}

async function finish(run: Run, saying: Saying, unchanged: number): Promise<void> {
  const unfinished = unfinishedOf(await lockGraph(run), saying);
  if (unfinished) await auditUnfinished(run, saying, unfinished, unchanged);
}

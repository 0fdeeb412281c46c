import type { Claim } from "../../../model/assertion.ts";
import { canonicalJson } from "../../../model/canonical-json.ts";
import { mergeClaims } from "../../../model/folding/merge-claims.ts";
import { refuseMassRetraction } from "../../../model/folding/mass-retraction.ts";
import type { Saying, SayingReport } from "../../../ports/graph-store.ts";
import { breathe } from "./breathe.ts";
import { bumpVersion } from "./change-log.ts";
import type { Connection, Row } from "./connection.ts";
import { refold } from "./refold.ts";

/** What a saying came to, and whether it needed `force`. */
export interface TakenDown extends SayingReport {
  readonly forced: boolean;
}

type Change = "added" | "changed" | "seen again" | "nothing";

/**
 * Takes down a saying within the open transaction, and folds again what it touched.
 *
 * Claims are weighed by the time at which they were said: an older saying that arrives late (a repeated call, a
 * slow importer) neither overwrites nor retracts what the same source said after it.
 */
export async function takeDown(
  connection: Connection,
  saying: Saying,
  onProgress?: (done: number, of: number) => void,
): Promise<TakenDown> {
  const { source, at } = saying;
  const claims = mergeClaims(saying.claims);
  const doomed = saying.complete ? unsaid(connection, saying, claims) : [];
  const known = connection.one("SELECT facts, complete_at FROM source WHERE name = ?", source.name);
  const forced = refuseMassRetraction(saying, doomed, Number(known?.["facts"] ?? 0));
  const completeAt = Number(known?.["complete_at"] ?? 0);

  connection.run(
    `INSERT INTO source (name, type, complete_at) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET
       type = excluded.type, complete_at = max(complete_at, excluded.complete_at)`,
    source.name,
    source.type,
    saying.complete ? at : 0,
  );
  const keysBy: Record<Change, string[]> = {
    added: [],
    changed: [],
    "seen again": [],
    nothing: [],
  };
  // A claim is taken down, and then what it changed is folded: at most as many steps again.
  const steps = stepCounter(claims.size * 2 + doomed.length, onProgress);
  for (const [key, claim] of claims) {
    keysBy[takeDownOne(connection, saying, key, claim, completeAt)].push(key);
    steps();
    await breathe();
  }
  for (const key of doomed) {
    connection.run(
      "UPDATE assertion SET retracted_at = ? WHERE source = ? AND fact_key = ?",
      at,
      source.name,
      key,
    );
  }

  const { added, changed } = keysBy;
  const touched = [...added, ...changed, ...keysBy["seen again"], ...doomed];
  if (touched.length > 0) {
    connection.run(
      "UPDATE source SET facts = facts + ?, last_seen = max(last_seen, ?) WHERE name = ?",
      added.length - doomed.length,
      at,
      source.name,
    );
    await refold(connection, touched, steps);
    bumpVersion(connection, touched);
  }
  const unchanged = claims.size - added.length - changed.length;
  return { added, changed, retracted: doomed, unchanged, forced };
}

/** How often a long saying is heard of. */
const STEPS_A_REPORT = 1000;

function stepCounter(of: number, onProgress?: (done: number, of: number) => void): () => void {
  let done = 0;
  return () => {
    done += 1;
    if (done % STEPS_A_REPORT === 0) onProgress?.(done, of);
  };
}

/** What the source said before, and not now, and not since. */
function unsaid(
  connection: Connection,
  { source, at }: Saying,
  claims: ReadonlyMap<string, Claim>,
): string[] {
  const sql = `SELECT fact_key FROM assertion
    WHERE source = ? AND retracted_at IS NULL AND last_seen <= ? ORDER BY fact_key`;
  return connection
    .lists(sql, source.name, at)
    .map(([key]) => String(key))
    .filter((key) => !claims.has(key));
}

function takeDownOne(
  connection: Connection,
  { source, at }: Saying,
  key: string,
  claim: Claim,
  completeAt: number,
): Change {
  const known = connection.one(
    `SELECT fact, confidence, evidence, learned, first_seen, last_seen, retracted_at
     FROM assertion WHERE source = ? AND fact_key = ?`,
    source.name,
    key,
  );
  const retractedAt = known?.["retracted_at"] ?? undefined;
  const lastWord = known ? Number(retractedAt ?? known["last_seen"]) : -Infinity;
  if (known && at < lastWord) return seenEarlier(connection, source.name, key, known, at);

  // When the source said all that it had, later than this, it left this out: that is the newer word.
  const goneAt = at < completeAt && (!known || retractedAt !== undefined) ? completeAt : null;
  // Whoever repeats a fact without saying where it was learned does not make that forgotten.
  const learned = claim.learned ? canonicalJson(claim.learned) : (known?.["learned"] ?? null);
  const fact = canonicalJson(claim.fact);
  const evidence = JSON.stringify(claim.evidence);
  const same =
    known !== undefined &&
    known["fact"] === fact &&
    known["confidence"] === claim.confidence &&
    known["evidence"] === evidence &&
    known["learned"] === learned;
  if (same && retractedAt === undefined && known["last_seen"] === at) return "nothing";

  connection.run(
    `INSERT INTO assertion
       (source, fact_key, fact, confidence, evidence, learned, first_seen, last_seen, retracted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (source, fact_key) DO UPDATE SET
       fact = excluded.fact, confidence = excluded.confidence, evidence = excluded.evidence,
       learned = excluded.learned, last_seen = excluded.last_seen, retracted_at = excluded.retracted_at`,
    source.name,
    key,
    fact,
    claim.confidence,
    evidence,
    learned,
    at,
    at,
    goneAt,
  );
  if (goneAt !== null) return "nothing";
  if (!known || retractedAt !== undefined) return "added";
  return same ? "seen again" : "changed";
}

function seenEarlier(
  connection: Connection,
  source: string,
  key: string,
  known: Row,
  at: number,
): Change {
  if (at >= Number(known["first_seen"])) return "nothing";
  connection.run(
    "UPDATE assertion SET first_seen = ? WHERE source = ? AND fact_key = ?",
    at,
    source,
    key,
  );
  return "seen again";
}

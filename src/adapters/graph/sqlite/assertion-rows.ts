import type { Assertion, SourceType } from "../../../model/assertion.ts";
import type { KnownSource, Page } from "../../../ports/graph-store.ts";
import type { Connection, Row } from "./connection.ts";

const COLUMNS = `source, type, fact_key, fact, confidence, evidence, learned, first_seen,
  assertion.last_seen AS last_seen, retracted_at`;
const FROM = "FROM assertion JOIN source ON source.name = assertion.source";
const PAGE_SIZE = 500;

/** All that was ever said about one fact, oldest first. */
export function assertionsAbout(connection: Connection, factKey: string): Assertion[] {
  const sql = `SELECT ${COLUMNS} ${FROM} WHERE fact_key = ? ORDER BY first_seen, source`;
  return connection.all(sql, factKey).map(assertionOf);
}

/** What is said about one fact now. */
export function activeAssertionsAbout(connection: Connection, factKey: string): Assertion[] {
  const sql = `SELECT ${COLUMNS} ${FROM} WHERE fact_key = ? AND retracted_at IS NULL`;
  return connection.all(sql, factKey).map(assertionOf);
}

/** A page of everything, ordered by source and fact key. */
export function assertionPage(connection: Connection, after: string | undefined): Page<Assertion> {
  const [source, key] = after ? (JSON.parse(after) as [string, string]) : ["", ""];
  const sql = `SELECT ${COLUMNS} ${FROM} WHERE (assertion.source, fact_key) > (?, ?)
    ORDER BY assertion.source, fact_key LIMIT ${PAGE_SIZE + 1}`;
  const items = connection.all(sql, source, key).map(assertionOf);
  if (items.length <= PAGE_SIZE) return { items };

  const page = items.slice(0, PAGE_SIZE);
  const last = page.at(-1) as Assertion;
  return { items: page, next: JSON.stringify([last.source.name, last.factKey]) };
}

/** All sources, by name. */
export function knownSources(connection: Connection): KnownSource[] {
  return connection.all("SELECT name, type, complete_at FROM source ORDER BY name").map((row) => ({
    name: String(row["name"]),
    type: row["type"] as SourceType,
    completeAt: Number(row["complete_at"]),
  }));
}

function assertionOf(row: Row): Assertion {
  const learned = row["learned"];
  const retractedAt = row["retracted_at"];
  return {
    source: { name: String(row["source"]), type: row["type"] as SourceType },
    factKey: String(row["fact_key"]),
    fact: JSON.parse(String(row["fact"])),
    confidence: Number(row["confidence"]),
    evidence: JSON.parse(String(row["evidence"])),
    ...(learned === null ? {} : { learned: JSON.parse(String(learned)) }),
    firstSeen: Number(row["first_seen"]),
    lastSeen: Number(row["last_seen"]),
    ...(retractedAt === null ? {} : { retractedAt: Number(retractedAt) }),
  };
}

import type { Component } from "../../../model/component.ts";
import { bareComponent } from "../../../model/folding/fold-component.ts";
import { patchSnapshot } from "../../../model/snapshot/patch-snapshot.ts";
import {
  createSnapshotBuilder,
  type About,
  type SnapshotBuilder,
} from "../../../model/snapshot/snapshot-builder.ts";
import type { Snapshot } from "../../../model/snapshot/snapshot.ts";
import { breathe } from "./breathe.ts";
import { standing, touchedSince } from "./change-log.ts";
import type { Connection } from "./connection.ts";
import { readChanges } from "./read-changes.ts";
import { sourceAges } from "./source-ages.ts";

/** Consumers whose dependencies are read at a time: some thousands of rows. */
const STRIDE = 500;

/** Codes travel as one number, and the state is decided here: every column that crosses costs. */
const DEPENDENCIES = `
  SELECT consumer, provider,
    coupling + (strength << 8) +
      (CASE WHEN last_observed < ? THEN quiet_state ELSE state END << 16),
    confidence, first_seen, last_seen, traits, provenance
  FROM dependency WHERE consumer >= ? AND consumer < ?`;

/** Facts that are always looked up one by one; beyond, only when that is less work than reading all rows. */
const FEW_FACTS = 1000;
/** Rows that are read at a stretch in the time in which one fact is looked up. */
const ROWS_PER_FACT = 25;

/**
 * Reads the folded map as it stands; what was last observed before `dormantBefore` is dormant.
 *
 * With an earlier snapshot of this file, only the facts that were touched since, if they are known and few.
 */
export async function readSnapshot(
  connection: Connection,
  asOf: number,
  dormantBefore: number,
  last?: Snapshot,
): Promise<Snapshot> {
  const about = { asOf, ...standing(connection) };
  const touched = last && touchedSince(connection, last);
  if (last && touched && isLess(touched.size, last.consumer.length)) {
    return patchSnapshot(last, await readChanges(connection, touched, dormantBefore), about);
  }
  return { ...(await readAll(connection, about, dormantBefore)), store: about.store };
}

function isLess(facts: number, rows: number): boolean {
  return facts <= Math.max(FEW_FACTS, rows / ROWS_PER_FACT);
}

async function readAll(
  connection: Connection,
  about: About,
  dormantBefore: number,
): Promise<Snapshot> {
  const components: Component[] = [];
  const placeOf: number[] = [];
  const named = connection.lists(
    "SELECT number, id, body FROM component WHERE body IS NOT NULL OR uses > 0 ORDER BY id",
  );
  for (const [number, id, body] of named) {
    placeOf[Number(number)] = components.length;
    components.push(body === null ? bareComponent(String(id)) : JSON.parse(String(body)));
  }

  const builder = createSnapshotBuilder(components);
  for (let first = 0; first < placeOf.length; first += STRIDE) {
    addDependencies(connection, builder, placeOf, first, dormantBefore);
    await breathe();
  }
  return builder.build({
    ...about,
    teams: folded(connection, "team"),
    ownerships: folded(connection, "owner"),
    journeys: folded(connection, "journey"),
    sources: sourceAges(connection),
  });
}

function addDependencies(
  connection: Connection,
  builder: SnapshotBuilder,
  placeOf: readonly number[],
  first: number,
  dormantBefore: number,
): void {
  for (const row of connection.lists(DEPENDENCIES, dormantBefore, first, first + STRIDE)) {
    const codes = row[2] as number;
    const traits = row[6] as string | null;
    builder.add({
      consumer: placeOf[row[0] as number] as number,
      provider: placeOf[row[1] as number] as number,
      coupling: codes & 0xff,
      strength: (codes >> 8) & 0xff,
      state: codes >> 16,
      confidence: row[3] as number,
      firstSeen: row[4] as number,
      lastSeen: row[5] as number,
      traits: traits === null ? undefined : JSON.parse(traits),
      provenance: row[7] as string,
    });
  }
}

function folded<Folded>(connection: Connection, type: "team" | "owner" | "journey"): Folded[] {
  return connection
    .lists(
      "SELECT body FROM folded WHERE fact_key > ? AND fact_key < ? ORDER BY fact_key",
      `${type} `,
      `${type}!`,
    )
    .map(([body]) => JSON.parse(String(body)) as Folded);
}

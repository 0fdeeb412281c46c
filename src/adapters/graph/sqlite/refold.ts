import type { Assertion } from "../../../model/assertion.ts";
import type { Dependency } from "../../../model/dependency.ts";
import { denialKeys } from "../../../model/folding/fold-assertions.ts";
import {
  foldComponent,
  foldJourney,
  foldOwnership,
  foldTeam,
} from "../../../model/folding/fold-component.ts";
import { foldTimelessly, type FoldedDependency } from "../../../model/folding/fold-dependency.ts";
import { packProvenance } from "../../../model/snapshot/pack-provenance.ts";
import { COUPLINGS, statedTraits, STATES, STRENGTHS } from "../../../model/snapshot/snapshot.ts";
import { activeAssertionsAbout } from "./assertion-rows.ts";
import { breathe } from "./breathe.ts";
import { bumpVersion } from "./change-log.ts";
import type { Connection } from "./connection.ts";

/** One run of refolding, and what is looked up once in it. */
interface Refolding {
  readonly connection: Connection;
  /** Most estates have no denial at all, and need not look for one at every dependency. */
  readonly hasDenials: boolean;
  readonly numbers: Map<string, number>;
  /** By component: how many more dependencies end there than before. */
  readonly moreUses: Map<number, number>;
}

/** Works out again what the given facts add up to, and keeps it for readers. */
export async function refold(
  connection: Connection,
  factKeys: Iterable<string>,
  onStep: () => void = () => undefined,
): Promise<void> {
  const denial = "SELECT 1 FROM assertion WHERE fact_key > ? AND fact_key < ? LIMIT 1";
  const run: Refolding = {
    connection,
    hasDenials: connection.one(denial, "no-dependency ", "no-dependency!") !== undefined,
    numbers: new Map(),
    moreUses: new Map(),
  };
  for (const key of factKeys) {
    refoldOne(run, key);
    onStep();
    await breathe();
  }
  for (const [number, more] of run.moreUses) {
    connection.run("UPDATE component SET uses = uses + ? WHERE number = ?", more, number);
  }
}

/** Works out everything again, after the rules of folding have changed. */
export async function refoldAll(connection: Connection): Promise<void> {
  connection.database.exec(
    "DELETE FROM dependency; DELETE FROM folded; UPDATE component SET body = NULL, uses = 0",
  );
  const facts = connection.lists("SELECT DISTINCT fact_key FROM assertion");
  if (facts.length === 0) return;
  await refold(
    connection,
    facts.map(([key]) => String(key)),
  );
  bumpVersion(connection);
}

function refoldOne(run: Refolding, key: string): void {
  const { connection } = run;
  const [type, ...rest] = key.split(" ") as [Assertion["fact"]["type"], ...string[]];
  const about = () => activeAssertionsAbout(connection, key);
  switch (type) {
    case "component": {
      const body = foldComponent(about());
      numberOf(run, rest[0] as string);
      connection.run(
        "UPDATE component SET body = ? WHERE id = ?",
        body ? JSON.stringify(body) : null,
        rest[0] as string,
      );
      return;
    }
    case "dependency":
      return refoldDependency(run, key, rest as Ends);
    case "no-dependency":
      for (const denied of deniedBy(connection, rest as Ends)) {
        refoldDependency(run, denied, denied.split(" ").slice(1) as Ends);
      }
      return;
    case "team":
      return keepFolded(connection, key, foldTeam(about()));
    case "owner":
      return keepFolded(connection, key, foldOwnership(about()));
    case "journey":
      return keepFolded(connection, key, foldJourney(about()));
  }
}

type Ends = [consumer: string, provider: string, coupling: Dependency["coupling"]];

/** The dependencies that a denial may concern: one, or with `*` all between the two. */
function deniedBy(connection: Connection, [consumer, provider, coupling]: Ends): string[] {
  if ((coupling as string) !== "*") return [`dependency ${consumer} ${provider} ${coupling}`];
  const stem = `dependency ${consumer} ${provider}`;
  // "!" is the character after the space: everything that begins with `stem` and a space.
  return connection
    .lists(
      "SELECT DISTINCT fact_key FROM assertion WHERE fact_key > ? AND fact_key < ?",
      `${stem} `,
      `${stem}!`,
    )
    .map(([key]) => String(key));
}

function refoldDependency(run: Refolding, key: string, [consumer, provider, coupling]: Ends): void {
  const { connection, hasDenials, moreUses } = run;
  const about = (factKey: string) => activeAssertionsAbout(connection, factKey);
  const denials = hasDenials
    ? denialKeys({ consumer, provider, coupling }).flatMap((denial) => about(denial))
    : [];
  const folded = foldTimelessly(about(key), denials);
  const ends = [numberOf(run, consumer), numberOf(run, provider)] as const;
  const code = COUPLINGS.indexOf(coupling);
  const more = folded
    ? putDependency(connection, folded, ends, code)
    : -dropDependency(connection, ends, code);
  if (more === 0) return;
  for (const end of ends) moreUses.set(end, (moreUses.get(end) ?? 0) + more);
}

function dropDependency(
  connection: Connection,
  [consumer, provider]: readonly [number, number],
  coupling: number,
): number {
  return connection.run(
    "DELETE FROM dependency WHERE consumer = ? AND provider = ? AND coupling = ?",
    consumer,
    provider,
    coupling,
  );
}

/** Writes the effective dependency; 1 when it is new. */
function putDependency(
  connection: Connection,
  folded: FoldedDependency,
  [consumer, provider]: readonly [number, number],
  coupling: number,
): number {
  const traits = statedTraits(folded);
  const values = [
    STRENGTHS.indexOf(folded.strength),
    STATES.indexOf(folded.state),
    STATES.indexOf(folded.quietState),
    folded.lastObserved ?? null,
    folded.confidence,
    folded.firstSeen,
    folded.lastSeen,
    traits ? JSON.stringify(traits) : null,
    packProvenance(folded.provenance),
    consumer,
    provider,
    coupling,
  ];
  const replaced = connection.run(
    `UPDATE dependency SET strength = ?, state = ?, quiet_state = ?, last_observed = ?, confidence = ?,
       first_seen = ?, last_seen = ?, traits = ?, provenance = ?
     WHERE consumer = ? AND provider = ? AND coupling = ?`,
    ...values,
  );
  if (replaced > 0) return 0;
  connection.run(
    `INSERT INTO dependency (strength, state, quiet_state, last_observed, confidence,
       first_seen, last_seen, traits, provenance, consumer, provider, coupling)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...values,
  );
  return 1;
}

/** The number under which dependencies speak of a component, given at its first mention. */
function numberOf({ connection, numbers }: Refolding, id: string): number {
  const known = numbers.get(id);
  if (known !== undefined) return known;
  connection.run("INSERT OR IGNORE INTO component (id) VALUES (?)", id);
  const row = connection.one("SELECT number FROM component WHERE id = ?", id);
  const number = Number(row?.["number"]);
  numbers.set(id, number);
  return number;
}

function keepFolded(connection: Connection, key: string, folded: object | undefined): void {
  if (!folded) {
    connection.run("DELETE FROM folded WHERE fact_key = ?", key);
    return;
  }
  connection.run(
    "INSERT INTO folded VALUES (?, ?) ON CONFLICT (fact_key) DO UPDATE SET body = excluded.body",
    key,
    JSON.stringify(folded),
  );
}

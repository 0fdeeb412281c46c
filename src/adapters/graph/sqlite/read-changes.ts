import type { Component, ComponentId } from "../../../model/component.ts";
import type {
  Coupling,
  Dependency,
  DependencyState,
  DependencyTraits,
  Strength,
} from "../../../model/dependency.ts";
import { bareComponent } from "../../../model/folding/fold-component.ts";
import { unpackProvenance } from "../../../model/snapshot/pack-provenance.ts";
import type { SnapshotChanges } from "../../../model/snapshot/patch-snapshot.ts";
import { COUPLINGS, STATES, STRENGTHS } from "../../../model/snapshot/snapshot.ts";
import { breathe } from "./breathe.ts";
import type { Connection } from "./connection.ts";
import { sourceAges } from "./source-ages.ts";

/** What is folded of a kind of fact, by the rest of its key. */
type Folded = Map<string, unknown>;

/** Reads what the touched facts add up to now. */
export async function readChanges(
  connection: Connection,
  touched: Iterable<string>,
  dormantBefore: number,
): Promise<SnapshotChanges> {
  const components = new Set<ComponentId>();
  const dependencies = new Map<string, Dependency | undefined>();
  const folded = { team: new Map(), owner: new Map(), journey: new Map() } as Record<
    string,
    Folded
  >;
  for (const key of touched) {
    const [type, ...rest] = key.split(" ") as [string, ...string[]];
    if (type === "component") components.add(rest[0] as string);
    else if (type === "dependency" || type === "no-dependency") {
      const [consumer, provider, coupling] = rest as [ComponentId, ComponentId, Coupling | "*"];
      // A component may be in the map only because something hangs on it.
      components.add(consumer).add(provider);
      for (const each of coupling === "*" ? COUPLINGS : [coupling]) {
        const dependency = readDependency(connection, [consumer, provider, each], dormantBefore);
        dependencies.set(`${consumer} ${provider} ${each}`, dependency);
      }
    } else folded[type]?.set(rest.join(" "), readFolded(connection, key));
    await breathe();
  }
  return {
    components: new Map([...components].map((id) => [id, readComponent(connection, id)])),
    dependencies,
    teams: folded["team"] as SnapshotChanges["teams"],
    ownerships: folded["owner"] as SnapshotChanges["ownerships"],
    journeys: folded["journey"] as SnapshotChanges["journeys"],
    sources: sourceAges(connection),
  };
}

function readComponent(connection: Connection, id: ComponentId): Component | undefined {
  const sql = "SELECT body FROM component WHERE id = ? AND (body IS NOT NULL OR uses > 0)";
  const row = connection.one(sql, id);
  if (!row) return undefined;
  return row["body"] === null ? bareComponent(id) : (JSON.parse(String(row["body"])) as Component);
}

function readDependency(
  connection: Connection,
  [consumer, provider, coupling]: readonly [ComponentId, ComponentId, Coupling],
  dormantBefore: number,
): Dependency | undefined {
  const row = connection.one(
    `SELECT strength, CASE WHEN last_observed < ? THEN quiet_state ELSE state END AS state,
       confidence, first_seen, last_seen, traits, provenance
     FROM dependency
     WHERE consumer = (SELECT number FROM component WHERE id = ?)
       AND provider = (SELECT number FROM component WHERE id = ?) AND coupling = ?`,
    dormantBefore,
    consumer,
    provider,
    COUPLINGS.indexOf(coupling),
  );
  if (!row) return undefined;
  const traits = row["traits"];
  return {
    ...(traits === null ? {} : (JSON.parse(String(traits)) as DependencyTraits)),
    consumer,
    provider,
    coupling,
    strength: STRENGTHS[Number(row["strength"])] as Strength,
    state: STATES[Number(row["state"])] as DependencyState,
    confidence: Number(row["confidence"]),
    firstSeen: Number(row["first_seen"]),
    lastSeen: Number(row["last_seen"]),
    provenance: unpackProvenance(String(row["provenance"])),
  };
}

function readFolded(connection: Connection, key: string): unknown {
  const row = connection.one("SELECT body FROM folded WHERE fact_key = ?", key);
  return row && JSON.parse(String(row["body"]));
}

import type { SourceAge } from "../../../model/impact.ts";
import type { Connection } from "./connection.ts";

/** All sources that the map rests on, by name. */
export function sourceAges(connection: Connection): SourceAge[] {
  return connection
    .lists("SELECT name, last_seen, facts FROM source WHERE facts > 0 ORDER BY name")
    .map(([source, lastSeen, facts]) => ({
      source: String(source),
      lastSeen: Number(lastSeen),
      facts: Number(facts),
    }));
}

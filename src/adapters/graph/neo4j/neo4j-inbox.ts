import { z } from "zod";
import type { SharedInbox } from "../../../ports/shared-inbox.ts";
import { migrated } from "./migrated.ts";
import type { Neo4jConnection } from "./connection/neo4j-connection.ts";

const EventRow = z.object({
  id: z.string(),
  sender: z.enum(["pagerduty", "chat"]),
  subject: z.string(),
  receivedAt: z.number(),
  body: z.string(),
});

const PUT = `
  UNWIND $events AS one
  MERGE (event:Event {key: one.id})
  ON CREATE SET
    event.sender = one.sender, event.subject = one.subject,
    event.receivedAt = one.receivedAt, event.body = one.body`;

const WAITING = `
  MATCH (event:Event)
  RETURN event.key AS id, event.sender AS sender, event.subject AS subject,
    event.receivedAt AS receivedAt, event.body AS body
  ORDER BY event.receivedAt, event.key
  LIMIT $limit`;

const SETTLE = `
  UNWIND $ids AS id
  MATCH (event:Event {key: id})
  DELETE event`;

/** Events in Neo4j for whoever tells; settled ones are gone. */
export function createNeo4jInbox(plain: Neo4jConnection): SharedInbox {
  const connection = migrated(plain);
  return {
    async put(events) {
      // In one order everywhere, so that two replicas with the same events do not lock each other out.
      const sorted = events
        .map(({ id, sender, subject, receivedAt, body }) => ({
          id,
          sender,
          subject,
          receivedAt,
          body,
        }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
      await connection.write((run) => run(PUT, { events: sorted }));
    },
    waiting: (limit) =>
      connection.read(async (run) => {
        const rows = await run(WAITING, { limit: Math.trunc(limit) });
        return rows.map((row) => EventRow.parse(row));
      }),
    async settle(ids) {
      await connection.write((run) => run(SETTLE, { ids: [...ids].toSorted() }));
    },
  };
}

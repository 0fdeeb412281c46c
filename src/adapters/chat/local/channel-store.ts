import type { DatabaseSync } from "node:sqlite";
import type { Channel } from "../../../ports/chat.ts";
import { channelName } from "./channel-name.ts";
import { orChatAway } from "./chat-tables.ts";

/** A channel as a person sees it in the list. */
export interface ListedChannel extends Channel {
  readonly unread: number;
}

/** Channels on disk, and how far each person has read them. */
export interface ChannelStore {
  /** The channel of that name, made when there is none; a lasting one stands above those of incidents. */
  open(name: string, lasting?: boolean): Channel;
  find(nameOrId: string): Channel | undefined;
  /** The lasting channels in their order, then the others, the newest first. */
  list(viewer: string): readonly ListedChannel[];
  /** Everything in the channel is read now. */
  read(person: string, channel: string): void;
  /** The place up to which the person has read. */
  readUpTo(person: string, channel: string): number;
}

/** Channels in the tables of `openChatTables`. */
export function createChannelStore(database: DatabaseSync, path: string): ChannelStore {
  const run = (sql: string, ...values: (string | number)[]) =>
    orChatAway(path, () => database.prepare(sql).run(...values));
  const rows = (sql: string, ...values: (string | number)[]) =>
    orChatAway(path, () => database.prepare(sql).all(...values));

  function find(nameOrId: string): Channel | undefined {
    const [row] = rows("SELECT id, name FROM channels WHERE id = ?", channelName(nameOrId));
    return row && { id: String(row["id"]), name: String(row["name"]) };
  }

  return {
    open(name, lasting = false) {
      const id = channelName(name);
      run(
        `INSERT INTO channels (id, name, place, lasting)
         VALUES (?, ?, (SELECT count(*) FROM channels), ?) ON CONFLICT DO NOTHING`,
        id,
        id,
        lasting ? 1 : 0,
      );
      return { id, name: id };
    },
    find,
    list(viewer) {
      const listed = rows(
        `SELECT id, name, (
           SELECT count(*) FROM messages
           WHERE channel = channels.id AND thread IS NULL AND deleted = 0 AND author <> ?1
             AND (only_for IS NULL OR only_for = ?1)
             AND seq > coalesce((SELECT seq FROM reads WHERE person = ?1 AND channel = channels.id), 0)
         ) AS unread FROM channels ORDER BY lasting DESC, iif(lasting, place, -place)`,
        viewer,
      );
      return listed.map((row) => ({
        id: String(row["id"]),
        name: String(row["name"]),
        unread: Number(row["unread"]),
      }));
    },
    read(person, channel) {
      run(
        `INSERT INTO reads (person, channel, seq)
         SELECT ?1, ?2, coalesce(max(seq), 0) FROM messages WHERE channel = ?2
         ON CONFLICT DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`,
        person,
        channel,
      );
    },
    readUpTo(person, channel) {
      const sql = "SELECT seq FROM reads WHERE person = ? AND channel = ?";
      return Number(rows(sql, person, channel)[0]?.["seq"] ?? 0);
    },
  };
}

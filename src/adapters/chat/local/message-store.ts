import { randomUUID } from "node:crypto";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { DepmapError } from "../../../model/errors.ts";
import { Reply } from "../../../model/reply.ts";
import { orChatAway } from "./chat-tables.ts";

/** A message as the local chat keeps it. It has a person's text or depmap's reply. */
export interface Message {
  readonly id: string;
  /** Its place in the channel; grows. */
  readonly seq: number;
  readonly channel: string;
  readonly thread?: string | undefined;
  readonly author: string;
  readonly authorName: string;
  /** The one person who sees it. */
  readonly onlyFor?: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly edited: boolean;
  readonly deleted: boolean;
  /** The revision with which it came. */
  readonly born: number;
  /** The revision of its last change, or of the last answer in its thread. */
  readonly revision: number;
  readonly text?: string | undefined;
  readonly reply?: Reply | undefined;
  /** The opaque id of each action of the reply, by the action as JSON. */
  readonly actions: Readonly<Record<string, string>>;
}

/** What a new message is made of. */
interface NewMessage {
  readonly id?: string | undefined;
  readonly channel: string;
  readonly thread?: string | undefined;
  readonly author: string;
  readonly authorName: string;
  readonly onlyFor?: string | undefined;
  readonly at: number;
  readonly key?: string | undefined;
  readonly text?: string | undefined;
  readonly reply?: Reply | undefined;
  readonly actions?: Readonly<Record<string, string>> | undefined;
}

/** Messages on disk. Every change gets the next revision, by which open pages learn what is new. */
export interface MessageStore {
  add(message: NewMessage): Message;
  /** Replaces what a message says. Throws `bad-input` when there is none. */
  change(id: string, content: Pick<NewMessage, "text" | "reply" | "actions">): void;
  remove(id: string): void;
  find(id: string): Message | undefined;
  findByKey(
    channel: string,
    thread: string | undefined,
    key: string,
    since: number,
  ): string | undefined;
  /** The newest messages of a channel that this person may see and that are not in a thread, oldest first. */
  inChannel(channel: string, viewer: string, limit: number, beforeSeq?: number): readonly Message[];
  /** The root and its answers, as this person may see them. Without a person: what everybody sees. */
  inThread(root: string, viewer?: string): readonly Message[];
  answersTo(root: string, viewer: string): number;
  /** What changed after a revision, deleted messages included. */
  changedSince(revision: number, viewer: string): readonly Message[];
  revision(): number;
}

const VISIBLE = "(only_for IS NULL OR only_for = ?)";
const NEXT = "(SELECT coalesce(max(revision), 0) + 1 FROM messages)";

/** Messages in the tables of `openChatTables`. */
export function createMessageStore(database: DatabaseSync, path: string): MessageStore {
  const run = (sql: string, ...values: (string | number | null)[]) =>
    orChatAway(path, () => database.prepare(sql).run(...values));
  const rows = (sql: string, ...values: (string | number | null)[]) =>
    orChatAway(path, () => database.prepare(sql).all(...values));
  const messages = (sql: string, ...values: (string | number | null)[]) =>
    rows(`SELECT * FROM messages WHERE ${sql}`, ...values).map(messageOf);
  const find = (id: string) => messages("id = ?", id)[0];

  function existing(id: string): Message {
    const message = find(id);
    if (message && !message.deleted) return message;
    throw new DepmapError(
      "bad-input",
      `no message "${id}" in the local chat; it may have been deleted`,
    );
  }

  return {
    add(message) {
      const id = message.id ?? newMessageId();
      if (message.thread !== undefined) existing(message.thread);
      run(
        `INSERT INTO messages (id, channel, thread, author, author_name, only_for, at, key, text, reply, actions, born, revision)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${NEXT}, ${NEXT})`,
        id,
        message.channel,
        message.thread ?? null,
        message.author,
        message.authorName,
        message.onlyFor ?? null,
        message.at,
        message.key ?? null,
        message.text ?? null,
        message.reply ? JSON.stringify(message.reply) : null,
        JSON.stringify(message.actions ?? {}),
      );
      // The root shows how many answers it has.
      if (message.thread !== undefined) {
        run(`UPDATE messages SET revision = ${NEXT} WHERE id = ?`, message.thread);
      }
      return existing(id);
    },
    change(id, { text, reply, actions }) {
      existing(id);
      run(
        `UPDATE messages SET text = ?, reply = ?, actions = ?, edited = 1, revision = ${NEXT} WHERE id = ?`,
        text ?? null,
        reply ? JSON.stringify(reply) : null,
        JSON.stringify(actions ?? {}),
        id,
      );
    },
    remove(id) {
      const { thread } = existing(id);
      run(`UPDATE messages SET deleted = 1, revision = ${NEXT} WHERE id = ?`, id);
      if (thread) run(`UPDATE messages SET revision = ${NEXT} WHERE id = ?`, thread);
    },
    find,
    findByKey(channel, thread, key, since) {
      const found = messages(
        "key = ? AND channel = ? AND thread IS ? AND at >= ? AND deleted = 0 ORDER BY seq LIMIT 1",
        key,
        channel,
        thread ?? null,
        since,
      );
      return found[0]?.id;
    },
    inChannel(channel, viewer, limit, beforeSeq = Number.MAX_SAFE_INTEGER) {
      return messages(
        `channel = ? AND thread IS NULL AND deleted = 0 AND ${VISIBLE} AND seq < ? ORDER BY seq DESC LIMIT ?`,
        channel,
        viewer,
        beforeSeq,
        limit,
      ).toReversed();
    },
    inThread(root, viewer) {
      const where = `(id = ? OR thread = ?) AND deleted = 0 AND ${VISIBLE} ORDER BY seq`;
      return messages(where, root, root, viewer ?? null);
    },
    answersTo(root, viewer) {
      const sql = `SELECT count(*) AS answers FROM messages WHERE thread = ? AND deleted = 0 AND ${VISIBLE}`;
      return Number(rows(sql, root, viewer)[0]?.["answers"]);
    },
    changedSince(revision, viewer) {
      return messages(`revision > ? AND ${VISIBLE} ORDER BY revision, seq`, revision, viewer);
    },
    revision() {
      return Number(rows("SELECT coalesce(max(revision), 0) AS last FROM messages")[0]?.["last"]);
    },
  };
}

/** An id for a message to come; it cannot be guessed. */
export function newMessageId(): string {
  return `m${randomUUID()}`;
}

function messageOf(row: Record<string, SQLOutputValue>): Message {
  const text = (column: string) => (row[column] === null ? undefined : String(row[column]));
  const reply = text("reply");
  return {
    id: String(row["id"]),
    seq: Number(row["seq"]),
    channel: String(row["channel"]),
    thread: text("thread"),
    author: String(row["author"]),
    authorName: String(row["author_name"]),
    onlyFor: text("only_for"),
    at: Number(row["at"]),
    edited: row["edited"] === 1,
    deleted: row["deleted"] === 1,
    born: Number(row["born"]),
    revision: Number(row["revision"]),
    text: text("text"),
    reply: reply === undefined ? undefined : Reply.parse(JSON.parse(reply)),
    actions: JSON.parse(String(row["actions"])) as Record<string, string>,
  };
}

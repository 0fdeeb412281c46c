import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createSqliteJournal,
  type SqliteJournal,
} from "../../../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createSlackWeb } from "../../../../../src/adapters/chat/slack/web/create-slack-web.ts";
import { singleWorkspace } from "../../../../../src/adapters/chat/slack/single-workspace.ts";
import {
  createSlackChannels,
  type SlackChannels,
} from "../../../../../src/adapters/chat/slack/slack-channels.ts";
import {
  createSlackChat,
  type SlackChat,
} from "../../../../../src/adapters/chat/slack/slack-chat.ts";
import type { SlackWeb } from "../../../../../src/adapters/chat/slack/slack-web.ts";
import { limitsOf } from "../../../../../src/adapters/chat/slack/web/rates.ts";
import { createSecret } from "../../../../../src/model/secret.ts";
import type { Log } from "../../../../../src/ports/log.ts";
import type { Painter } from "../../../../../src/ports/painter.ts";
import type { SlackDouble, SlackDoubleOptions } from "../../../../support/slack/slack-double.ts";
import { startSlackDouble } from "../../../../support/slack/start-slack-double.ts";

/** depmap's half of posting, in front of a Slack on loopback. */
export interface PostingChat {
  readonly double: SlackDouble;
  readonly web: SlackWeb;
  readonly channels: SlackChannels;
  readonly chat: SlackChat;
  readonly journal: SqliteJournal;
  /** The sentences that were logged as warnings. */
  readonly warnings: string[];
  close(): Promise<void>;
}

/** Starts both, with a journal of its own. */
export async function startPostingChat({
  painter,
  deadlineMs = 2500,
  isPaced = true,
  ...setup
}: SlackDoubleOptions & {
  readonly painter?: Pick<Painter, "png">;
  readonly deadlineMs?: number;
  /** Keeps Slack's rates; a test of something else need not wait for them. */
  readonly isPaced?: boolean;
} = {}): Promise<PostingChat> {
  const double = await startSlackDouble(setup);
  const folder = await mkdtemp(join(tmpdir(), "depmap-posting-"));
  const clock = { now: () => Date.now() };
  const journal = createSqliteJournal({ path: join(folder, "journal.db"), clock });
  const warnings: string[] = [];
  const nothing = () => {};
  const warn = (_: object, sentence: string) => void warnings.push(sentence);
  const log: Log = { debug: nothing, info: nothing, warn, error: warn };
  const { apiUrl } = double;
  const workspaces = singleWorkspace({ token: createSecret(double.botToken), apiUrl, log });
  const limits = isPaced ? limitsOf : unpaced;
  const web = createSlackWeb({ workspaces, apiUrl, deadlineMs, log, limits });
  const channels = createSlackChannels({ web, workspaces, clock });
  const people = { person: async () => undefined };
  const actions = journal;
  const tools = { web, workspaces, channels, people, actions, painter, clock, log, deadlineMs };
  const chat = createSlackChat(tools);
  return {
    double,
    web,
    channels,
    chat,
    journal,
    warnings,
    async close() {
      await chat.close();
      await double.close();
      await journal.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The same limits with room for everything. */
function unpaced(...call: Parameters<typeof limitsOf>): ReturnType<typeof limitsOf> {
  return limitsOf(...call).map(({ name }) => ({ name, rate: { burst: 1e6, perMinute: 1e9 } }));
}

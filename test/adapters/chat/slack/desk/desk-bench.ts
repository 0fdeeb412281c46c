import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { createGraphvizPainter } from "../../../../../src/adapters/painter/graphviz/graphviz-painter.ts";
import { createSlack, type Slack } from "../../../../../src/adapters/chat/slack/create-slack.ts";
import {
  createSqliteJournal,
  type SqliteJournal,
} from "../../../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createSecret } from "../../../../../src/model/secret.ts";
import type {
  ActionRequest,
  CaptureRequest,
  ChannelNotice,
  ChatHandlers,
  CommandRequest,
  ThreadChange,
} from "../../../../../src/ports/chat.ts";
import type { Installations } from "../../../../../src/ports/installations.ts";
import type { Log } from "../../../../../src/ports/log.ts";
import { quietHandlers } from "../../../../support/quiet-handlers.ts";
import type { SlackDouble, SlackDoubleOptions } from "../../../../support/slack/slack-double.ts";
import { startSlackDouble } from "../../../../support/slack/start-slack-double.ts";

/** Everything that the handlers were given. */
interface HandedOver {
  readonly commands: CommandRequest[];
  readonly actions: ActionRequest[];
  readonly captures: CaptureRequest[];
  readonly notices: ChannelNotice[];
  readonly changes: ThreadChange[];
}

/** depmap's Slack adapter in front of Slack's double, with handlers that tests set. */
export interface DeskBench {
  readonly double: SlackDouble;
  readonly journal: SqliteJournal;
  readonly handed: HandedOver;
  /** Errors and warnings that were said. */
  readonly said: readonly string[];
  /** How the handlers answer from now on; what is not given stays quiet. */
  handle(own: Partial<ChatHandlers>): void;
  /** Ends the adapter and starts it anew in front of the same Slack, with the same journal. */
  restart(): Promise<void>;
  /** Resolves when all that was delivered has been answered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** In one workspace, over HTTP unless told otherwise: Ada is an approver, Ben and Ida are members, Gil is a guest. */
export async function startDeskBench({
  double: setup = {},
  over = "http",
  deadlineMs = 3000,
}: {
  readonly double?: SlackDoubleOptions;
  readonly over?: "http" | "sockets";
  /** For a post or an edit: what is lost is looked for after twice that time. */
  readonly deadlineMs?: number;
} = {}): Promise<DeskBench> {
  const folder = await mkdtemp(join(tmpdir(), "depmap-desk-"));
  const double = await startSlackDouble(setup);
  const clock = { now: () => Date.now() };
  const journal = createSqliteJournal({ path: join(folder, "journal.db"), clock });
  const said: string[] = [];
  const handed: HandedOver = { commands: [], actions: [], captures: [], notices: [], changes: [] };
  let handlers = quietHandlers();
  const log = logInto(said);

  async function start(): Promise<{ slack: Slack; server: Server }> {
    const slack = createSlack(
      {
        url: double.url,
        identity: { botToken: createSecret(double.botToken) },
        ...(over === "http"
          ? { signingSecret: createSecret(double.signingSecret) }
          : { appToken: createSecret(double.appToken) }),
        approvers: ["UADA"],
        captureEmoji: "link",
        deadlineMs,
      },
      {
        actions: journal,
        requests: journal.requests,
        installations: NOWHERE,
        painter: createGraphvizPainter(),
        clock,
        log,
        metrics: { count() {}, observe() {} },
      },
    );
    const server = createServer(express().use(slack.router(recording(handed, () => handlers))));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    if (over === "http") double.deliverTo({ http: `http://127.0.0.1:${port}/slack/events` });
    await slack.start();
    return { slack, server };
  }
  let running = await start();

  async function stop(): Promise<void> {
    const { slack, server } = running;
    await slack.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  return {
    double,
    journal,
    handed,
    said,
    handle(own) {
      handlers = quietHandlers(own);
    },
    async restart() {
      await stop();
      running = await start();
    },
    async settled() {
      await double.settled();
      // Kept before it is acknowledged: nothing is under way when nothing is left.
      while ((await journal.requests.unanswered("slack")).length > 0) await pause(10);
      await running.slack.idle();
    },
    async close() {
      await stop();
      await journal.close();
      await double.close();
      await rm(folder, { recursive: true });
    },
  };
}

function recording(handed: HandedOver, own: () => ChatHandlers): ChatHandlers {
  return {
    onCommand(request) {
      handed.commands.push(request);
      return own().onCommand(request);
    },
    onAction(request) {
      handed.actions.push(request);
      return own().onAction(request);
    },
    onCapture(request) {
      handed.captures.push(request);
      return own().onCapture(request);
    },
    onChannel(notice) {
      handed.notices.push(notice);
      return own().onChannel(notice);
    },
    onThreadChange(change) {
      handed.changes.push(change);
      return own().onThreadChange(change);
    },
    home: (person, place) => own().home(person, place),
    complete: (line, place) => own().complete(line, place),
  };
}

/** One workspace by its token has no installations. */
const NOWHERE: Installations = {
  put: async () => {},
  replace: async () => false,
  find: async () => undefined,
  all: async () => [],
  remove: async () => {},
  close: async () => {},
};

function logInto(said: string[]): Log {
  const say = (data: object, sentence: string) => {
    const fault = "fault" in data ? String(data.fault) : "why" in data ? String(data.why) : "";
    said.push(`${sentence} ${fault}`.trim());
  };
  return { debug() {}, info() {}, warn: say, error: say };
}

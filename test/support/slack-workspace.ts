import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import {
  createSlack,
  type Slack,
  type SlackSettings,
} from "../../src/adapters/chat/slack/create-slack.ts";
import { createSqliteInstallations } from "../../src/adapters/graph/sqlite/sqlite-installations.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { createGraphvizPainter } from "../../src/adapters/painter/graphviz/graphviz-painter.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { createSecret } from "../../src/model/secret.ts";
import type { ChatHandlers } from "../../src/ports/chat.ts";
import type { Installations } from "../../src/ports/installations.ts";
import type { ActionBox } from "../../src/ports/journal.ts";
import type { Log } from "../../src/ports/log.ts";
import { errorsOnly } from "./errors-only.ts";
import { startSlackDouble } from "./slack/start-slack-double.ts";
import type { SlackDouble, SlackDoubleOptions } from "./slack/slack-double.ts";

/** Slack with depmap's adapter in front of these handlers. */
export interface SlackWorkspace {
  readonly double: SlackDouble;
  readonly slack: Slack;
  readonly box: ActionBox;
  readonly installations: Installations;
  /** Where depmap listens. */
  readonly url: string;
  /** Resolves when all that people did has reached depmap and is answered. */
  idle(): Promise<void>;
  /** Ends the adapter, and starts it anew in front of the same Slack with the same files. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** How Slack's requests come in. */
export type Over = "http" | "sockets";

/** Starts a double and the adapter, connected over HTTP or over sockets. */
export async function startSlackWorkspace(
  handlers: ChatHandlers,
  over: Over,
  {
    double: doubleOptions = {},
    settings = () => ({}),
    log = errorsOnly(),
  }: {
    readonly double?: SlackDoubleOptions;
    readonly settings?: (double: SlackDouble) => Partial<SlackSettings>;
    readonly log?: Log;
  } = {},
): Promise<SlackWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), "depmap-slack-"));
  const clock = { now: () => Date.now() };
  const double = await startSlackDouble(doubleOptions);
  const journal = createSqliteJournal({ path: join(folder, "journal.sqlite"), clock });
  const installations = createSqliteInstallations({ path: join(folder, "graph.sqlite") });
  const { metrics } = createMetrics();
  let running: { slack: Slack; server: Server; port: number };

  async function start(port: number): Promise<void> {
    const slack = createSlack(
      {
        url: double.url,
        identity: { botToken: createSecret(double.botToken) },
        ...(over === "http"
          ? { signingSecret: createSecret(double.signingSecret) }
          : { appToken: createSecret(double.appToken) }),
        approvers: ["@sre", "UIDA"],
        captureEmoji: "link",
        deadlineMs: 2500,
        ...settings(double),
      },
      {
        actions: journal,
        requests: journal.requests,
        installations,
        painter: createGraphvizPainter(),
        clock,
        log,
        metrics,
      },
    );
    const server = createServer(express().use(slack.router(handlers)));
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    running = { slack, server, port: (server.address() as AddressInfo).port };
    const url = `http://127.0.0.1:${running.port}/slack/events`;
    double.deliverTo(over === "http" ? { http: url } : "sockets");
    await slack.start();
  }
  async function stop(): Promise<void> {
    await running.slack.stop();
    running.server.closeAllConnections();
    await new Promise((resolve) => running.server.close(resolve));
  }

  await start(0);
  return {
    double,
    get slack() {
      return running.slack;
    },
    box: journal,
    installations,
    get url() {
      return `http://127.0.0.1:${running.port}`;
    },
    async idle() {
      await double.settled();
      await running.slack.idle();
      await double.settled();
    },
    async restart() {
      await stop();
      await start(running.port);
    },
    async close() {
      await stop();
      await double.close();
      await installations.close();
      await journal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

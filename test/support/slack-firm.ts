import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importInto } from "../../src/compose/import-into.ts";
import { EXAMPLES } from "../../src/compose/rehearsal.ts";
import { startServer, type Server, type ServerOptions } from "../../src/compose/server.ts";
import { readConfig } from "../../src/config.ts";
import { doublesEnvironment } from "./doubles-environment.ts";
import { createPagerDutyDouble, type PagerDutyDouble } from "./pagerduty-double.ts";
import type { SlackDouble, SlackDoubleOptions } from "./slack/slack-double.ts";
import { startSlackDouble } from "./slack/start-slack-double.ts";
import type { Over } from "./slack-workspace.ts";

/** One installation of all of depmap between a PagerDuty and a Slack, both on loopback. */
export interface SlackFirm {
  readonly double: SlackDouble;
  readonly pagerduty: PagerDutyDouble;
  readonly server: Server;
  /** Resolves when everything that anybody did so far is through. */
  settled(): Promise<void>;
  /** Ends depmap and starts it anew on the same files. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it with the example estate on the map. `environment` is set beside what both doubles need. */
export async function startSlackFirm(
  over: Over,
  environment: Readonly<Record<string, string>> = {},
  options: SlackDoubleOptions = {},
  serverOptions: ServerOptions = {},
): Promise<SlackFirm> {
  const folder = mkdtempSync(join(tmpdir(), "depmap-slack-firm-"));
  const double = await startSlackDouble(options);
  const pagerduty = await createPagerDutyDouble();
  let server: Server;

  async function start(): Promise<void> {
    server = await startServer(
      readConfig({
        DEPMAP_DATA_DIR: folder,
        ...doublesEnvironment(pagerduty, double),
        ...(over === "http"
          ? { SLACK_SIGNING_SECRET: double.signingSecret }
          : { SLACK_APP_TOKEN: double.appToken }),
        ...environment,
      }),
      serverOptions,
    );
    pagerduty.deliverTo(`${server.url}/webhooks/pagerduty`);
    double.deliverTo(over === "http" ? { http: `${server.url}/slack/events` } : "sockets");
    if (over === "sockets") await double.sockets.until(2);
  }

  await start();
  const { parts } = server!;
  await importInto(parts, [`${EXAMPLES}estate.yaml`, `${EXAMPLES}manifests`], "prod");
  await parts.snapshots.refresh();
  return {
    double,
    pagerduty,
    get server() {
      return server;
    },
    async settled() {
      for (let round = 0; round < 3; round += 1) {
        await pagerduty.rehearsal.settled();
        await double.settled();
        await server.idle();
      }
    },
    async restart() {
      await server.stop();
      await start();
    },
    async close() {
      await server.stop();
      await double.close();
      await pagerduty.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

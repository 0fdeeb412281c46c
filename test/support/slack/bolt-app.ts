import { App, ExpressReceiver, SocketModeReceiver } from "@slack/bolt";
import express from "express";
import { createServer } from "node:http";
import type { SlackDouble } from "./double-contract.ts";

/** A running app and its end. */
export interface BoltApp {
  readonly app: App;
  stop(): Promise<void>;
}

/** An app of Bolt's own making in front of the double, over HTTP or over a socket. */
export async function boltApp(double: SlackDouble, way: "http" | "socket"): Promise<BoltApp> {
  const clientOptions = { slackApiUrl: double.apiUrl };
  if (way === "socket") {
    const receiver = new SocketModeReceiver({
      appToken: double.appToken,
      clientPingTimeout: 1_000,
      installerOptions: { clientOptions },
    });
    const app = new App({ receiver, token: double.botToken, clientOptions });
    await app.start();
    await double.sockets.until(1);
    return {
      app,
      async stop() {
        await app.stop();
        await double.sockets.until(0);
      },
    };
  }
  const router = express();
  const receiver = new ExpressReceiver({
    signingSecret: double.signingSecret,
    app: router,
    endpoints: "/slack/events",
  });
  const server = createServer(router);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  double.deliverTo({ http: `http://127.0.0.1:${address.port}/slack/events` });
  return {
    app: new App({ receiver, token: double.botToken, clientOptions }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

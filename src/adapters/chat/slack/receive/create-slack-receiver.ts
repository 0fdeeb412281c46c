import { App, type Receiver } from "@slack/bolt";
import { DepmapError } from "../../../../model/errors.ts";
import type { Secret } from "../../../../model/secret.ts";
import { slackLogger } from "../slack-logger.ts";
import { keepSocket } from "./kept-socket.ts";
import { createRequestIntake } from "./request-intake.ts";
import { signedRequests } from "./signed-requests.ts";
import type { SlackReceiver, SlackReceiverOptions } from "./slack-receiver.ts";
import { openSocket } from "./socket-session.ts";

const CONNECTIONS = 2;
/** Slack allows ten, for all replicas together. */
const MOST_CONNECTIONS = 10;

/**
 * Bolt's app behind Socket Mode and signed HTTP, with the journal in between.
 *
 * Throws `bad-config` for an empty secret, or when there is none at all.
 */
export function createSlackReceiver(options: SlackReceiverOptions): SlackReceiver {
  const { settings, clock, log } = options;
  const { apiUrl, connections = CONNECTIONS } = settings;
  const signingSecret = filled(settings.signingSecret, "signing secret");
  const appToken = filled(settings.appToken, "app-level token");
  if (signingSecret === undefined && appToken === undefined) {
    const step = "set its signing secret (HTTP) or its app-level token (Socket Mode)";
    throw new DepmapError("bad-config", `Slack cannot reach depmap; ${step}`);
  }

  // These libraries call an ordinary reconnect an error. What truly failed is said by us.
  const boltLog = slackLogger({ ...log, error: (data, said) => log.warn(data, said) });
  const http = signingSecret && signedRequests({ signingSecret, clock, boltLog });
  const app = new App({
    receiver: passive(http),
    authorize: options.authorize,
    logger: boltLog,
    convoStore: false,
    clientOptions: {
      slackApiUrl: apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
  // Bolt logs it before it rejects; it is said once, by whoever tries again.
  app.error((fault) => Promise.reject(fault));
  const intake = createRequestIntake({
    ...options,
    process: app.processEvent.bind(app),
    pausesMs: settings.retryPausesMs,
  });
  // Every receiver calls this one. Bolt's own acknowledges an event before any of our code runs.
  app.processEvent = (event) => intake.take(event);
  options.listen(app);

  const wanted = appToken ? Math.min(Math.max(1, connections), MOST_CONNECTIONS) : 0;
  const sockets = Array.from({ length: wanted }, () =>
    keepSocket(() => openSocket({ app, appToken: appToken as Secret, apiUrl, log, boltLog }), {
      log,
      pauses: settings.socketPauses,
    }),
  );

  return {
    router: http?.router,
    async start() {
      intake.resume();
      await Promise.all(sockets.map((socket) => socket.start()));
    },
    async stop() {
      await Promise.all(sockets.map((socket) => socket.stop()));
      await intake.stop();
    },
    idle: () => intake.idle(),
    isConnected: () => wanted === 0 || sockets.some((socket) => socket.isUp()),
  };
}

/** Bolt starts nothing: the router hangs in our own server, and the sockets come and go. */
function passive(http: Receiver | undefined): Receiver {
  return {
    init: (app) => http?.init(app),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

function filled(secret: Secret | undefined, name: string): Secret | undefined {
  if (secret === undefined || secret.reveal().trim() !== "") return secret;
  throw new DepmapError("bad-config", `Slack's ${name} is empty; set it, or leave it out`);
}

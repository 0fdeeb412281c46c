import { createServer } from "node:http";
import { allScopes } from "./api/all-methods.ts";
import { faultPlan } from "./call-method.ts";
import { eventPayload, usualEvents } from "./emit-event.ts";
import { rateLimits } from "./rate-limits.ts";
import { serveSlack } from "./serve-slack.ts";
import { leaveAll } from "./slack-oauth.ts";
import { slackDeliveries } from "./slack-deliveries.ts";
import { slackSockets } from "./slack-sockets.ts";
import { addWorkspace, slackWorld } from "./slack-world.ts";
import { workspaceDouble } from "./workspace-double.ts";
import type {
  DoubleWorkspace,
  LoggedCall,
  SlackDouble,
  SlackDoubleOptions,
} from "./double-contract.ts";

/** Starts Slack on a free port of loopback. */
export async function startSlackDouble(options: SlackDoubleOptions = {}): Promise<SlackDouble> {
  const world = slackWorld(options, allScopes);
  const log: LoggedCall[] = [];
  const faults = faultPlan();
  const client = { id: "1.2", secret: "double-client-secret" };
  const appToken = "xapp-double";
  const signingSecret = options.signingSecret ?? "double-signing-secret";
  const workspaces = new Map<string, DoubleWorkspace>();

  const limit = options.enforceLimits === true ? rateLimits(world.now) : () => undefined;

  const server = createServer((request, response) => {
    serveSlack(
      {
        world,
        sockets,
        faults,
        log,
        appToken,
        client,
        limit,
      },
      request,
      response,
    ).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  const sockets = slackSockets(server, world.appId);
  const deliveries = slackDeliveries({
    sockets,
    signingSecret,
    ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
    retryPausesMs: options.retryPausesMs ?? [0, 60_000, 300_000],
  });
  world.emit = (state, event) => {
    const payload = eventPayload(world, state, event, options.events ?? usualEvents);
    if (payload) void deliveries.deliver("event", payload);
  };

  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  world.url = `http://127.0.0.1:${address.port}`;

  function workspace(id = [...world.workspaces.keys()][0] ?? ""): DoubleWorkspace {
    const state = world.workspaces.get(id);
    if (!state) throw new Error(`there is no workspace ${id}`);
    const known = workspaces.get(id) ?? workspaceDouble(world, state, deliveries);
    workspaces.set(id, known);
    return known;
  }

  return {
    ...workspace(),
    url: world.url,
    apiUrl: `${world.url}/api/`,
    appId: world.appId,
    signingSecret,
    appToken,
    clientId: client.id,
    clientSecret: client.secret,
    workspace,
    addWorkspace(setup) {
      addWorkspace(world, setup, options.scopes ?? allScopes);
      return workspace(setup.id);
    },
    async uninstallOrganisation(id) {
      const state = [...world.workspaces.values()].find(({ enterprise }) => enterprise === id);
      if (!state) throw new Error(`there is no organisation ${id}`);
      const event_ts = world.nextTs();
      world.emit(state, { type: "app_uninstalled", event_ts });
      world.emit(state, {
        type: "tokens_revoked",
        tokens: { oauth: [], bot: [state.botUser] },
        event_ts,
      });
      leaveAll(world, id);
      await deliveries.settled();
    },
    log,
    calls: (method) => log.filter((call) => call.method === method),
    fail(method, fault, times = 1) {
      faults.plan(method, fault, times);
    },
    deliverTo: (target) => {
      deliveries.deliverTo(target);
    },
    deliveries: deliveries.all,
    deliver: (kind, payload, sending) => deliveries.deliver(kind, payload, sending),
    sockets,
    settled: () => deliveries.settled(),
    async close() {
      deliveries.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

import { Router } from "express";
import type { Secret } from "../../../model/secret.ts";
import type { Chat, ChatHandlers } from "../../../ports/chat.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Installations } from "../../../ports/installations.ts";
import type { ActionBox } from "../../../ports/journal.ts";
import type { Log } from "../../../ports/log.ts";
import type { Metrics } from "../../../ports/metrics.ts";
import type { Painter } from "../../../ports/painter.ts";
import type { RequestBox } from "../../../ports/request-box.ts";
import type { InTurn } from "../../../ports/turns.ts";
import { createSlackWeb, type SlackWebTools } from "./web/create-slack-web.ts";
import { ackFor } from "./desk/bodies/ack-for.ts";
import { isForUs } from "./desk/bodies/is-for-us.ts";
import { keptForm } from "./desk/bodies/kept-form.ts";
import { listenOn } from "./desk/listen-on.ts";
import { installed, type InstallationSettings, type Installed } from "./install/installed.ts";
import { createSlackReceiver } from "./receive/create-slack-receiver.ts";
import { singleWorkspace } from "./single-workspace.ts";
import { sayMissingScopes } from "./say-missing-scopes.ts";
import { createSlackChannels } from "./slack-channels.ts";
import { createSlackChat } from "./slack-chat.ts";
import { createSlackPeople } from "./slack-people.ts";
import { workspaceOfRequest, type Workspaces } from "./workspaces.ts";

/** What of the configuration is Slack's. */
export interface SlackSettings {
  /** Slack's address, such as `https://slack.com/`. */
  readonly url: string;
  /** One workspace by its bot's token, or as many as people install it in. */
  readonly identity:
    | { readonly botToken: Secret }
    | { readonly installation: Omit<InstallationSettings, "apiUrl" | "authorizeUrl"> };
  /** Socket Mode. */
  readonly appToken?: Secret | undefined;
  /** Requests over HTTP. */
  readonly signingSecret?: Secret | undefined;
  readonly approvers: readonly string[];
  readonly captureEmoji: string;
  /** For a whole post or edit. */
  readonly deadlineMs: number;
  /** What Slack allows this app; what it allows everybody when unset. */
  readonly limits?: SlackWebTools["limits"];
}

/** What Slack needs of depmap. */
export interface SlackTools {
  readonly actions: ActionBox;
  readonly requests: RequestBox;
  /** Turns that hold for all replicas. */
  readonly inTurn?: InTurn | undefined;
  /** Where tokens of installations are kept; needed for several workspaces only. */
  readonly installations: Installations;
  readonly painter: Pick<Painter, "png">;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Slack as depmap's chat: the port for depmap, and the ways in for Slack. */
export interface Slack {
  readonly chat: Chat;
  /** The routes to be mounted at `/`, with whoever answers from now on. Call it once, before `start`. */
  router(handlers: ChatHandlers): Router;
  /** Takes up what was left unanswered, and connects; goes on trying while Slack is away. */
  start(): Promise<void>;
  /** Something from Slack would arrive now. */
  isConnected(): boolean;
  /** Resolves when everything that people asked so far is answered or given up. */
  idle(): Promise<void>;
  /** Takes no more; what is in hand is finished. */
  stop(): Promise<void>;
}

/** Slack with one or several workspaces, over Socket Mode or HTTP. Nothing is asked of Slack before it is needed. */
export function createSlack(settings: SlackSettings, tools: SlackTools): Slack {
  const { url: slackUrl, captureEmoji, approvers, deadlineMs } = settings;
  const { clock, log, metrics, actions, inTurn } = tools;
  const apiUrl = new URL("/api/", slackUrl).href;
  const { workspaces, install } = identify(settings, apiUrl, tools);
  const limits = settings.limits ? { limits: settings.limits } : {};
  const web = createSlackWeb({ workspaces, apiUrl, deadlineMs, log, metrics, ...limits });
  const channels = createSlackChannels({ web, workspaces, clock });
  const people = createSlackPeople({ web, workspaces, approvers, clock, log });
  const chat = createSlackChat({
    ...tools,
    web,
    workspaces,
    channels,
    deadlineMs,
    people: { person: (id) => people.inThisClick(id) },
  });
  let receiver: ReturnType<typeof createSlackReceiver> | undefined;

  return {
    chat,
    router(handlers) {
      receiver = createSlackReceiver({
        settings: { ...settings, apiUrl },
        requests: tools.requests,
        clock,
        log,
        metrics,
        ackFor,
        keptForm,
        isForUs: (body) => isForUs(body, captureEmoji),
        async authorize(source) {
          const workspace = await workspaceOfRequest(workspaces, source);
          const { token, botId, botUser: botUserId } = workspace;
          return { botToken: token.reveal(), botId, botUserId };
        },
        listen(app) {
          listenOn(app, {
            handlers,
            web,
            slackUrl,
            people,
            channels,
            chat,
            inTurn,
            actions,
            pictures: chat.pictures,
            workspaces,
            captureEmoji,
            clock,
            log,
          });
          install?.listenOn(app);
        },
      });
      const router = Router();
      if (receiver.router) router.use("/slack/events", receiver.router);
      if (install) router.use(install.router);
      return router;
    },
    async start() {
      // What several workspaces agreed to when they installed depmap is what it asked for.
      if (!install) void sayMissingScopes(web, log);
      await receiver?.start();
    },
    isConnected: () => receiver?.isConnected() ?? false,
    idle: async () => await receiver?.idle(),
    async stop() {
      await receiver?.stop();
      await chat.close();
    },
  };
}

/** Who depmap is in Slack: one bot in one workspace, or whoever it was installed as. */
function identify(
  { identity, url }: SlackSettings,
  apiUrl: string,
  tools: SlackTools,
): { readonly workspaces: Workspaces; readonly install?: Installed } {
  if ("botToken" in identity) {
    return { workspaces: singleWorkspace({ token: identity.botToken, apiUrl, log: tools.log }) };
  }
  const authorizeUrl = new URL("/oauth/v2/authorize", url).href;
  const install = installed({ ...identity.installation, apiUrl, authorizeUrl }, tools);
  return { workspaces: install.workspaces, install };
}

import type { App, Authorize } from "@slack/bolt";
import type { Router } from "express";
import type { Secret } from "../../../../model/secret.ts";
import type { Clock } from "../../../../ports/clock.ts";
import type { Log } from "../../../../ports/log.ts";
import type { Metrics } from "../../../../ports/metrics.ts";
import type { RequestBox } from "../../../../ports/request-box.ts";
import type { SocketPauses } from "./kept-socket.ts";

/** How Slack reaches depmap: over HTTP with the signing secret, over Socket Mode with the app token, or both. */
interface SlackReceiverSettings {
  readonly signingSecret?: Secret | undefined;
  readonly appToken?: Secret | undefined;
  /** Of the Web API, such as `https://slack.com/api/`. */
  readonly apiUrl: string;
  /** How many sockets stand at once. Two when unset: one carries on while the other is renewed. */
  readonly connections?: number | undefined;
  /** Between one attempt at answering a request and the next; what is normal when unset. */
  readonly retryPausesMs?: readonly number[] | undefined;
  /** Between one attempt at connecting and the next; what is normal when unset. */
  readonly socketPauses?: SocketPauses | undefined;
}

/** What the receiver is made of, and whom it tells. */
export interface SlackReceiverOptions {
  readonly settings: SlackReceiverSettings;
  /** Bolt's question who depmap is in the workspace of a request. `not-allowed`: it is not installed there. */
  readonly authorize: Authorize<boolean>;
  readonly requests: RequestBox;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Hangs the listeners into Bolt's app, once. What a listener throws is tried again. */
  listen(app: App): void;
  /** What the acknowledgement of a request carries; undefined for an empty one. */
  ackFor(body: unknown): unknown;
  /** False for what is acknowledged and forgotten, such as what people write to each other. */
  isForUs(body: unknown): boolean;
  /** A body as it is kept and handed to the listeners: without what nobody needs. As it came when unset. */
  keptForm?(body: unknown): unknown;
}

/** Takes what Slack sends: on disk before it is acknowledged, handed to the listeners after. */
export interface SlackReceiver {
  /** Answers `POST /` below the path where it is mounted (`/slack/events`); undefined without a signing secret. */
  readonly router: Router | undefined;
  /**
   * Takes up what was left unanswered, and connects. Resolves when every socket has been tried once: Slack may be away,
   * and it is gone on trying. Never rejects.
   */
  start(): Promise<void>;
  /** Takes no more, and waits for what has begun. */
  stop(): Promise<void>;
  /** Resolves when everything that was taken is answered or given up. */
  idle(): Promise<void>;
  /** Something from Slack would arrive now. Always true over HTTP alone. */
  isConnected(): boolean;
}

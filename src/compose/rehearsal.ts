import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { createRehearsalPagerDuty } from "../adapters/alerts/rehearsal/rehearsal-pagerduty.ts";
import type { Storm } from "../adapters/alerts/rehearsal/storm.ts";
import { Severity } from "../model/incident.ts";
import { Reply } from "../model/reply.ts";
import { createSecret, type Secret } from "../model/secret.ts";

/** The invented firm on which everything can be tried. */
export const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));

/** Seconds of a storm pass this many times faster when somebody presses the button. */
const BUTTON_SPEED = 6;

/** A PagerDuty to try depmap with, when no real one is configured. */
export interface Rehearsal {
  readonly url: string;
  readonly token: Secret;
  readonly secret: Secret;
  deliverTo(webhookUrl: string): void;
  /** Plays a storm, `speed` times as fast as written; ends when its last webhook is out, or early with `resolveAll`. */
  play(storm: Storm, speed: number): Promise<readonly string[]>;
  /** Resolves when no webhook waits any more. */
  settled(): Promise<void>;
  /** Ends the storm that is playing, and resolves everything that is open. */
  resolveAll(): void;
  close(): Promise<void>;
}

/** Starts the rehearsal on a free port of loopback. Credentials are made up at each start. */
export async function createRehearsal(): Promise<Rehearsal> {
  const secret = createSecret(randomBytes(16).toString("hex"));
  const pagerduty = await createRehearsalPagerDuty({ secret });
  let playing = new AbortController();
  return {
    url: pagerduty.url,
    token: createSecret(randomBytes(16).toString("hex")),
    secret,
    deliverTo: (url) => pagerduty.deliverTo(url),
    play: (storm, speed) => pagerduty.play(storm, { speed, signal: playing.signal }),
    settled: () => pagerduty.settled(),
    resolveAll() {
      playing.abort();
      playing = new AbortController();
      for (const { id, status } of pagerduty.incidents()) {
        if (status !== "resolved") pagerduty.resolve(id);
      }
    },
    close: () => pagerduty.close(),
  };
}

const StormFile = z.object({
  title: z.string(),
  pagerdutyServiceId: z.string(),
  urgency: z.enum(["high", "low"]).optional(),
  alerts: z.array(
    z.object({
      afterMs: z.number(),
      pagerdutyServiceId: z.string(),
      serviceName: z.string(),
      severity: Severity,
      summary: z.string(),
      source: z.string().optional(),
    }),
  ),
});

/** A storm of the examples folder, such as `storm.yaml`. */
export function readStorm(name: string): Storm {
  return StormFile.parse(parse(readFileSync(`${EXAMPLES}${name}`, "utf8")));
}

/** What the local workspace says at its very first start. */
export function welcome(isRehearsal: boolean): Reply {
  const lines = ["blast-radius session-cache", "owners checkout", "status", "help"];
  const asks = lines.map((line) => ({ label: line, action: { type: "command", line } }));
  const start = {
    label: "Start the example incident",
    action: { type: "start-demo-incident" },
    style: "primary",
  };
  return Reply.parse({
    headline: "Welcome to depmap",
    visibility: "channel",
    blocks: [
      {
        type: "section",
        text: isRehearsal
          ? "No PagerDuty is connected, so this is a rehearsal: the map is that of an invented ferry firm, and the button starts an alert storm in it. The briefing stands in a new channel within a second and keeps itself up to date."
          : "PagerDuty is connected: each incident gets one briefing, which keeps itself up to date.",
      },
      {
        type: "section",
        text: "Ask anything with /depmap, in any channel. Here are a few questions to begin with.",
      },
      { type: "buttons", buttons: isRehearsal ? [start, ...asks] : asks },
    ],
  });
}

/** What the buttons of a rehearsal do. A storm takes its time; whoever pressed the button does not wait for it. */
export function buttonsOf(rehearsal: Rehearsal): { start(): void; end(): void } {
  return {
    start() {
      rehearsal.resolveAll();
      void rehearsal.play(readStorm("storm.yaml"), BUTTON_SPEED);
    },
    end: () => rehearsal.resolveAll(),
  };
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createChatServer } from "../chat-server.ts";
import { createDice } from "../dice.ts";
import { freePort } from "../free-port.ts";
import { startSlackDouble } from "../slack/slack-double.ts";
import { prepareLife, type Life } from "./storm-life.ts";
import { startRequests } from "./storm-requests.ts";
import type { StormChildOptions, StormMutant } from "./storm-child.ts";

export interface SlackStormOptions {
  readonly kills: number;
  readonly seed: number;
  readonly over: "http" | "sockets";
  readonly mutant?: StormMutant | undefined;
  readonly onKill?: ((killed: number) => void) | undefined;
}

export interface SlackStormReport {
  readonly kills: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly answered: number;
  /** Requests that a kill met between their acknowledgement and the end of their answer. */
  readonly caughtBetween: number;
  /** Acknowledged, and never answered. */
  readonly lost: readonly string[];
  readonly answeredTwice: readonly string[];
  readonly seconds: number;
}

const RANDOM_LIFE_MS = 400;
/** Without a strike; a slow machine takes its time until something can be struck. */
const MOST_LIFE_MS = 3000;
const ANSWER_MS = 40;
const CALM_EVERY = 5;
/** How many acknowledgements or answers go well before one is struck. */
const MOST_UNTIL_STRIKE = 8;

/**
 * Kills a receiver with SIGKILL again and again while Slack delivers, and says what was lost or answered twice.
 *
 * Slack and the place where answers stand live here, in the process that kills. Of the lives, a third is meant to end just
 * after Slack has an acknowledgement, a third just as an answer is taken; the others end at random, some while starting.
 */
export async function slackStorm(options: SlackStormOptions): Promise<SlackStormReport> {
  const started = performance.now();
  const dice = createDice(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "depmap-slack-storm-"));
  let life: Life | undefined;
  let killAt: "acknowledgement" | "answer" | "any time" = "any time";
  const caught = new Set<string>();
  let acknowledgements = 0;
  let isUp = false;
  let untilStrike = 0;

  function strike(moment: typeof killAt): void {
    if (!isUp || killAt !== moment || (untilStrike -= 1) > 0) return;
    killAt = "any time";
    life?.kill();
  }
  const chat = await createChatServer(
    () => "fine",
    () => strike("answer"),
  );
  const double = await startSlackDouble({ ackTimeoutMs: 1000, retryPausesMs: [30, 150, 600] });
  const port = await freePort();
  if (options.over === "http") double.deliverTo({ http: `http://127.0.0.1:${port}/slack/events` });
  const { signingSecret, appToken, apiUrl } = double;
  const childOptions: StormChildOptions = {
    folder,
    chatUrl: chat.url,
    apiUrl,
    answerMs: ANSWER_MS,
    mutant: options.mutant,
    ...(options.over === "http" ? { http: { port, signingSecret } } : { appToken }),
  };
  const requests = startRequests(double, dice, {
    mayBegin: () => isUp && chat.messages.length + 60 > acknowledgements,
    onAcknowledged() {
      acknowledgements += 1;
      strike("acknowledgement");
    },
  });

  let next = prepareLife(childOptions);
  try {
    for (let kills = 1; kills <= options.kills; kills += 1) {
      life = await next;
      life.begin();
      next = prepareLife(childOptions);
      if (dice() < 0.9) await life.ready;
      isUp = true;
      killAt =
        (["acknowledgement", "answer", "any time"] as const)[Math.floor(dice() * 3)] ?? "any time";
      untilStrike = Math.ceil(dice() * MOST_UNTIL_STRIKE);
      const lifeMs = killAt === "any time" ? dice() * RANDOM_LIFE_MS : MOST_LIFE_MS;
      await Promise.race([wait(lifeMs), life.ended]);
      isUp = false;
      // A request that was begun again and again waits for a longer life: now and then there is one.
      if (kills % CALM_EVERY === 0 && !life.isOver()) {
        killAt = "any time";
        await Promise.race([life.idle(), life.ended]);
      }
      life.kill();
      for (const id of life.left()) caught.add(id);
      await life.ended;
      options.onKill?.(kills);
    }
    killAt = "any time";
    await requests.stop();
    life = await next;
    life.begin();
    await life.ready;
    await double.settled();
    await wait(1000);
    await life.idle();
    for (const id of life.left()) caught.add(id);
    const times = new Map<string, number>();
    for (const { key } of chat.messages) times.set(key, (times.get(key) ?? 0) + 1);
    const acknowledged = requests.acknowledged();
    return {
      kills: options.kills,
      sent: requests.sent(),
      acknowledged: acknowledged.size,
      answered: times.size,
      caughtBetween: caught.size,
      lost: [...acknowledged].filter((id) => !times.has(id)),
      answeredTwice: [...times].filter(([, count]) => count > 1).map(([id]) => id),
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
  } finally {
    await requests.stop();
    life?.kill();
    (await next).kill();
    await double.close();
    await chat.close();
    await rm(folder, { recursive: true, force: true });
  }
}

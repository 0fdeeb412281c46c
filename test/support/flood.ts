import { setTimeout as wait } from "node:timers/promises";
import type { Reply, Text } from "../../src/model/reply.ts";
import { STORM, type StormSettings } from "../../src/workflows/stories/storm/channel-load.ts";
import { createIncidentBench } from "./incident-bench.ts";
import { limitChat } from "./limit-chat.ts";
import { loneMap } from "./lone-map.ts";
import type { Recorded } from "./recording-chat.ts";
import { alertOf, eventOf } from "./scripted-alerts.ts";

export interface FloodOptions {
  readonly incidents: number;
  /** How long they take to come, in the flood's own time. */
  readonly seconds: number;
  /** How many of its seconds pass in one of ours. */
  readonly faster: number;
  /** How often the worker is gone in the middle of whatever it does. */
  readonly crashes: number;
}

export interface FloodReport {
  /** Everything that stands in the channel, thread lines included. */
  readonly messages: number;
  readonly briefings: number;
  readonly rollUps: number;
  readonly lines: number;
  readonly edits: number;
  /** What the chat refused because it came too fast. */
  readonly refusedPosts: number;
  readonly refusedEdits: number;
  /** In the flood's own time. */
  readonly firstSeconds: number;
  /** Incidents that nothing in the chat tells, and those that stand there twice. */
  readonly lost: readonly string[];
  readonly twice: readonly string[];
}

/** Sends unrelated incidents into one channel, in a time that runs faster, and says what came of it. */
export async function flood({
  incidents,
  seconds,
  faster,
  crashes,
}: FloodOptions): Promise<FloodReport> {
  const bench = await createIncidentBench(
    loneMap(incidents),
    { editIntervalMs: 1000 / faster, storm: stormFor(faster) },
    {},
    { now: () => Date.now() },
  );
  try {
    const refused = limitChat(bench.chat, { burst: 5, editsPerMinute: 50, faster });
    const started = performance.now();
    let firstMs = Number.POSITIVE_INFINITY;
    const limit = bench.chat.fault;
    bench.chat.fault = (call, key) => {
      const fault = limit(call, key);
      if (fault === "none") firstMs = Math.min(firstMs, performance.now() - started);
      return fault;
    };
    for (let number = 0; number < incidents; number += 1) {
      const due = started + (number * seconds * 1000) / incidents / faster;
      await wait(Math.max(0, due - performance.now()));
      const [event, id] = incidentNumber(number);
      bench.alerts.byIncident.set(id, [alertOf(`lone-${number}`, Date.now())]);
      await bench.journal.receive(event);
      if (crashes > 0 && number % Math.ceil(incidents / (crashes + 1)) === 7) bench.crash();
      bench.worker().wake();
    }
    await bench.settle();
    await wait((1.5 * STORM.windowMs) / faster);
    await bench.worker().idle();
    const { messages } = bench.chat;
    return {
      ...toldIn(messages, incidents),
      edits: messages.reduce((sum, one) => sum + one.edits, 0),
      refusedPosts: refused.posts,
      refusedEdits: refused.edits,
      firstSeconds: Math.round(firstMs * faster) / 1000,
    };
  } finally {
    await bench.close();
  }
}

/** The settings of production in a time that runs faster. */
function stormFor(faster: number): StormSettings {
  const { windowMs, quietMs, editMs, gatherMs } = STORM;
  return {
    ...STORM,
    windowMs: windowMs / faster,
    quietMs: quietMs / faster,
    editMs: editMs / faster,
    gatherMs: gatherMs / faster,
  };
}

/** The webhook of an incident that has nothing to do with the others, and the incident's id. */
export function incidentNumber(number: number) {
  const id = `P${number}`;
  const now = Date.now();
  const service = `lone-${number}`;
  return [eventOf(id, "triggered", now, { service, openedAt: now, number }), id] as const;
}

/** How the incidents stand in the chat: each exactly once, in a briefing or by name in a roll-up. */
export function toldIn(
  messages: readonly Recorded[],
  incidents: number,
): Omit<FloodReport, "edits" | "refusedPosts" | "refusedEdits" | "firstSeconds"> {
  const named = (start: string) => messages.filter(({ key }) => key.startsWith(start));
  const rollUps = named("roll-up ");
  const texts = rollUps.map(({ reply }) => shownIn(reply));
  const times = Array.from({ length: incidents }, (_, number) => {
    const title = `#${number} lone-${number} is in trouble`;
    const briefings = messages.filter(({ key }) => key === `briefing P${number}`).length;
    return briefings + texts.reduce((sum, text) => sum + text.split(title).length - 1, 0);
  });
  const idsOf = (wrong: (count: number) => boolean) =>
    times.flatMap((count, number) => (wrong(count) ? [`P${number}`] : []));
  return {
    messages: messages.length,
    briefings: named("briefing ").length,
    rollUps: rollUps.length,
    lines: messages.filter(({ thread }) => thread !== undefined).length,
    lost: idsOf((count) => count === 0),
    twice: idsOf((count) => count > 1),
  };
}

/** What people read of a roll-up, without what its selects hold. */
function shownIn({ blocks }: Reply): string {
  const shown = blocks.flatMap((block): Text[] => {
    if (block.type === "list") return block.items.map(({ text }) => text);
    return block.type === "section" ? [block.text] : [];
  });
  return JSON.stringify(shown);
}

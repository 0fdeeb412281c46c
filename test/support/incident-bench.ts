import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import type { Journal, OwedWrites, ReceivedEvent } from "../../src/ports/journal.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Metrics } from "../../src/ports/metrics.ts";
import {
  createIncidentWorker,
  type IncidentWorker,
  type WorkerSettings,
} from "../../src/workflows/stories/incident-worker.ts";
import type { ChannelSettings } from "../../src/workflows/stories/channels/find-channel.ts";
import { createRecordingChat, type Recorded, type RecordingChat } from "./recording-chat.ts";
import { createScriptedAlerts, type ScriptedAlerts } from "./scripted-alerts.ts";

/** Everything around one worker: real SQLite files, and a chat and a PagerDuty that outlive it. */
export interface IncidentBench {
  readonly journal: Journal & OwedWrites;
  readonly store: GraphStore;
  readonly chat: RecordingChat;
  readonly alerts: ScriptedAlerts;
  readonly counted: Map<string, number>;
  readonly logged: string[];
  now: number;
  map: Snapshot;
  worker(): IncidentWorker;
  /** Puts events into the journal and waits until the worker has nothing in hand. */
  receive(...events: ReceivedEvent[]): Promise<void>;
  /** The worker ends in good order, and another one takes over. */
  restart(): Promise<void>;
  /** The worker is gone in the middle of whatever it does, and another one takes over. */
  crash(): void;
  /** Waits until everything is handled, failed attempts included. */
  settle(): Promise<void>;
  /** Messages that stand in a channel by themselves. */
  briefings(): Recorded[];
  /** The thread lines' texts, in order. */
  lines(): string[];
  close(): Promise<void>;
}

/** A bench with quick retries and without pauses between edits. Its clock is `now`, unless another is given. */
export async function createIncidentBench(
  map: Snapshot,
  settings: WorkerSettings = {},
  channels: Partial<ChannelSettings> = {},
  ticking?: Clock,
): Promise<IncidentBench> {
  const clock = ticking ?? { now: () => bench.now };
  const folder = await mkdtemp(join(tmpdir(), "depmap-incident-"));
  const journal = createSqliteJournal({ path: join(folder, "journal.db"), clock });
  const store = createSqliteGraphStore({ path: join(folder, "graph.db") });
  const chat = createRecordingChat();
  const alerts = createScriptedAlerts();
  const counted = new Map<string, number>();
  const logged: string[] = [];
  const note = (_: object, sentence: string) => void logged.push(sentence);
  const log: Log = { debug: () => {}, info: note, warn: note, error: note };
  const metrics: Metrics = {
    count: (name, labels) => {
      const key = name === "faults" ? `faults ${labels?.["where"]}` : name;
      counted.set(key, (counted.get(key) ?? 0) + 1);
    },
    observe: () => {},
  };
  let life = { isOver: false };
  const start = () => {
    const mine = { isOver: false };
    life = mine;
    return createIncidentWorker(
      {
        journal: mortal(journal, mine),
        store: mortal(store, mine),
        chat: mortal(chat, mine),
        alerts: mortal(alerts, mine),
        clock,
        log,
        metrics,
        snapshots: { current: () => bench.map },
        channels: {
          defaultChannel: "incidents",
          channelPattern: "inc-{number}",
          openChannels: false,
          ...channels,
        },
        settleMs: 0,
        patienceMs: 500,
      },
      { editIntervalMs: 0, retryMs: 1, slowestRetryMs: 50, ...settings },
    );
  };
  let worker = start();

  const bench: IncidentBench = {
    journal,
    store,
    chat,
    alerts,
    counted,
    logged,
    now: 60_000,
    map,
    worker: () => worker,
    async receive(...events) {
      for (const event of events) await journal.receive(event);
      worker.wake();
      await worker.idle();
    },
    async restart() {
      await worker.stop();
      worker = start();
      worker.wake();
      await worker.idle();
    },
    crash() {
      life.isOver = true;
      worker = start();
      worker.wake();
    },
    async settle() {
      do {
        worker.wake();
        await worker.idle();
        await new Promise((resolve) => setTimeout(resolve, 2));
      } while ((await journal.unhandledSubjects(1)).length > 0);
      await worker.idle();
    },
    briefings: () => chat.messages.filter(({ thread }) => thread === undefined),
    lines: () => chat.messages.filter(({ thread }) => thread).map(({ reply }) => reply.headline),
    async close() {
      await worker.stop();
      await journal.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return bench;
}

/** The same object until its life is over; then nothing that is asked of it is done or answered any more. */
function mortal<Part extends object>(part: Part, life: { isOver: boolean }): Part {
  return new Proxy(part, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) =>
        life.isOver ? new Promise(() => {}) : Reflect.apply(value, target, args);
    },
  });
}

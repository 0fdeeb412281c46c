import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteGraphStore } from "../../src/adapters/graph/sqlite/sqlite-graph-store.ts";
import { createSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { DepmapError } from "../../src/model/errors.ts";
import type { Snapshot } from "../../src/model/snapshot/snapshot.ts";
import type { GraphStore } from "../../src/ports/graph-store.ts";
import type { Journal, ReceivedEvent } from "../../src/ports/journal.ts";
import type { StormSettings } from "../../src/workflows/stories/storm/channel-load.ts";
import { createIncidentWorker } from "../../src/workflows/stories/incident-worker.ts";
import { createReplica, type Replica } from "../../src/workflows/replicas/replica.ts";
import { createMemoryShare, type MemoryShare } from "./memory-share.ts";
import { createRecordingChat, type RecordingChat } from "./recording-chat.ts";
import { createScriptedAlerts, type ScriptedAlerts } from "./scripted-alerts.ts";

/** One process of several, as far as a test can have that in its own. */
export interface BenchReplica {
  readonly replica: Replica;
  readonly journal: Journal;
  /** A webhook that came to this one. */
  receive(...events: ReceivedEvent[]): Promise<void>;
  /** Its way to the store, and only its own, is cut. */
  cutOff(isCut: boolean): void;
  /** It is gone in the middle of whatever it does. */
  crash(): void;
}

/** What all replicas share, outside of them. */
export interface ReplicaBench {
  readonly share: MemoryShare;
  readonly store: GraphStore;
  readonly chat: RecordingChat;
  readonly alerts: ScriptedAlerts;
  add(): Promise<BenchReplica>;
  /** The keys of all that stands in the chat, in the order of posting. */
  keys(): string[];
  /** Nothing waits for anybody any more. */
  isSettled(): Promise<boolean>;
  close(): Promise<void>;
}

/** Everything around some replicas; their leases are short. */
export async function createReplicaBench(
  map: Snapshot,
  storm: Partial<StormSettings> = {},
): Promise<ReplicaBench> {
  const folder = await mkdtemp(join(tmpdir(), "depmap-replicas-"));
  const clock = { now: () => Date.now() };
  const share = createMemoryShare();
  const store = createSqliteGraphStore({ path: join(folder, "graph.db") });
  const chat = createRecordingChat();
  const alerts = createScriptedAlerts();
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const metrics = { count: nothing, observe: nothing };
  const all: { replica: Replica; journal: Journal; isGone: boolean }[] = [];

  async function add(): Promise<BenchReplica> {
    const life = { isOver: false };
    const view = share.view();
    const path = join(folder, `journal-${all.length}.db`);
    const journal = createSqliteJournal({ path, clock });
    const reach = () => {
      if (!view.isAway && !share.isAway) return;
      throw new DepmapError("graph-store-away", "the way to the store is cut; try again");
    };
    const replica = createReplica(
      {
        claims: guarded(view.claims, life, nothing),
        inbox: guarded(view.inbox, life, nothing),
        journal: guarded(journal, life, nothing),
        clock,
        log,
        metrics,
        holder: `replica ${all.length}`,
        startWorker: (term, itsJournal) =>
          createIncidentWorker(
            {
              journal: itsJournal,
              store: guarded(store, life, reach),
              chat: guarded(chat, life, nothing),
              alerts: guarded(alerts, life, nothing),
              clock,
              log,
              metrics,
              term,
              snapshots: { current: () => map },
              channels: {
                defaultChannel: "incidents",
                channelPattern: "inc-{number}",
                openChannels: false,
              },
              settleMs: 0,
              patienceMs: 500,
            },
            { editIntervalMs: 0, retryMs: 5, slowestRetryMs: 50, storm },
          ),
      },
      {
        leaseMs: 1000,
        askMs: 150,
        marginMs: 100,
        everyMs: 10,
        leaderGraceMs: 300,
        followerGraceMs: 1500,
        eventGraceMs: 50,
      },
    );
    const one = { replica, journal, isGone: false };
    all.push(one);
    await replica.start();
    return {
      replica,
      journal,
      async receive(...events) {
        for (const event of events) await journal.receive(event);
        replica.wake();
      },
      cutOff(isCut) {
        view.isAway = isCut;
      },
      crash() {
        life.isOver = true;
        one.isGone = true;
      },
    };
  }

  return {
    share,
    store,
    chat,
    alerts,
    add,
    keys: () => chat.messages.map(({ key }) => key),
    async isSettled() {
      const left = all.filter(({ isGone }) => !isGone).map(({ journal }) => journal.unhandled(1));
      return share.events.size === 0 && (await Promise.all(left)).flat().length === 0;
    },
    async close() {
      for (const { replica, isGone } of all) if (!isGone) await replica.stop();
      for (const { journal } of all) await journal.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same object until its life is over; then nothing that is asked of it is done or answered any more. */
function guarded<Part extends object>(
  part: Part,
  life: { readonly isOver: boolean },
  reach: () => void,
): Part {
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) => {
    if (typeof value !== "function") return [name, value];
    const call = async (...args: unknown[]): Promise<unknown> => {
      if (life.isOver) return await new Promise(() => {});
      reach();
      const answer: unknown = await Reflect.apply(value, part, args);
      return life.isOver ? await new Promise(() => {}) : answer;
    };
    // What answers at once stays so: reading a webhook's body is no call.
    return [name, name === "read" ? value : call];
  });
  return Object.fromEntries(entries) as Part;
}

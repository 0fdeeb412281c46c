import type { IncidentRecord } from "../../model/incident.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { Snapshot } from "../../model/snapshot/snapshot.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { StoreCondition } from "../../ports/journal.ts";
import type { PostTools } from "../stories/post-once.ts";
import { nudgeKey } from "./nudge-resolved.ts";
import { postCard } from "./post-card.ts";
import { proposeFromThread } from "./propose-dependency.ts";
import { firstOpened } from "./told-together.ts";

export interface LearnTools extends PostTools {
  readonly store: GraphStore;
  readonly snapshots: { current(): Snapshot };
  readonly environment: string;
  /** How it stands with a store that may be away. */
  readonly storeCondition?: (() => StoreCondition) | undefined;
}

/** Where a thread stands in the chat. */
export interface ThreadPlace {
  readonly channel: string;
  readonly thread: string;
}

/** What a thread taught. */
export interface Learned {
  /** How many messages were read; depmap's own do not count. */
  readonly messages: number;
  /** As the store has them now: open ones, and those that were decided before. */
  readonly proposals: readonly Proposal[];
  /** The same as this reading found them, in the same order: the newest words of each sentence. */
  readonly asRead: readonly Proposal[];
}

/** Incidents that a thread may be about. */
const RECORDS = 50;

/**
 * Reads a thread, keeps a proposal for each dependency that somebody stated, and posts a card for it under the thread.
 *
 * Doing it again posts nothing twice. `proposer` is whoever asked for it.
 */
export async function learnFromThread(
  tools: LearnTools,
  { channel, thread: root }: ThreadPlace,
  proposer: { readonly id: string; readonly name?: string | undefined },
): Promise<Learned> {
  const { chat, store, clock, environment } = tools;
  const thread = (await chat.thread(channel, root)).filter(({ isOwn }) => !isOwn);
  const { proposals, asRead } = await proposeFromThread({
    thread,
    snapshot: tools.snapshots.current(),
    store,
    clock,
    incidentId: (await incidentOf(tools, channel, root))?.incident.id,
    at: { chat: chat.name, channel, thread: root },
    proposer: proposer.id,
    proposerName: proposer.name,
    environment,
  });
  const isAway = tools.storeCondition?.().awaySince !== undefined;
  for (const [place, proposal] of proposals.entries()) {
    // While the store is away, what is new here may be new elsewhere, too.
    const isNew = !isAway && proposal.proposedAt === asRead[place]?.proposedAt;
    await postCard(tools, proposal, { channel, thread: root, isNew });
  }
  return { messages: thread.length, proposals, asRead };
}

/**
 * The incident that a thread is about: the one whose briefing or nudge it hangs under, or that opened first of those in
 * the roll-up above it, else the newest that was told in its channel.
 */
async function incidentOf(
  { store, chat, journal }: LearnTools,
  channel: string,
  root: string,
): Promise<IncidentRecord | undefined> {
  const records = (await store.incidents({ limit: RECORDS })).filter(
    (record) => record.chat === chat.name,
  );
  const here = records.filter(
    (record) => record.channel === channel || record.alsoIn?.includes(channel),
  );
  const under = here.find(({ briefingMessage }) => briefingMessage === root);
  if (under) return under;
  const rolled = records.filter(
    ({ rollUp }) => rollUp?.message === root && rollUp.channel === channel,
  );
  if (rolled.length > 0) return rolled.toSorted(firstOpened)[0];
  for (const record of records) {
    const nudge = await journal.post(nudgeKey(record.incident.id));
    if (nudge?.message === root && nudge.channel === channel) return record;
  }
  return here[0];
}

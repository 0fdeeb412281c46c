import { DepmapError } from "../../model/errors.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { ThreadChange } from "../../ports/chat.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { learnFromThread, type LearnTools } from "./learn-from-thread.ts";
import { redrawCard } from "./redraw-card.ts";

export interface FollowTools extends LearnTools {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** A thread that nothing has been read from for so long is not read again because somebody mends a word. */
const FOLLOWED_MS = 30 * 86_400_000;

/**
 * Keeps proposals true to the message that they were read from when somebody edits or deletes it; never rejects.
 *
 * An open proposal then says on its card what has become of the message. An edited message's thread is read again, so that
 * what it says now becomes proposals, but only if it was captured before. What is decided stays. Twice is once.
 */
export async function followThread(tools: FollowTools, change: ThreadChange): Promise<void> {
  try {
    await follow(tools, change);
  } catch (fault) {
    tools.metrics.count("faults", { where: "thread change" });
    tools.log.error({ fault, change: change.id }, "an edit in a thread could not be followed");
  }
}

async function follow(tools: FollowTools, { place, message, did }: ThreadChange): Promise<void> {
  const { store, clock } = tools;
  const isHere = ({ saidIn }: Proposal) =>
    saidIn?.chat === place.chat &&
    saidIn.channel === place.channel &&
    saidIn.thread === place.thread;
  const open = (await all(store, "open", 0)).filter(isHere);
  const ofMessage = open.filter(({ saidIn }) => saidIn?.message === message);
  if (did === "deleted") {
    for (const proposal of ofMessage) await note(tools, proposal, { since: "deleted" });
    return;
  }
  const captured = open[0] ?? (await latestDecided(store, clock.now() - FOLLOWED_MS, isHere));
  if (!captured) return;
  const { proposer: id, proposerName: name } = captured;
  const { asRead } = await learnFromThread(tools, place, { id, name });
  for (const proposal of ofMessage) {
    const read = asRead.find((found) => found.id === proposal.id);
    const { quote } = read ?? proposal;
    const isAsBefore = quote === proposal.quote && proposal.since === undefined;
    if (!read) await note(tools, proposal, { since: "withdrawn" });
    else if (!isAsBefore) await note(tools, proposal, { since: "reworded", quote });
  }
}

/** Writes down what has become of a proposal's message, and shows it on the card. */
async function note(
  { store, chat }: FollowTools,
  { id }: Proposal,
  news: Pick<Proposal, "since"> & Partial<Pick<Proposal, "quote">>,
): Promise<void> {
  // Its card may have been posted since it was looked for.
  const proposal = await store.proposal(id);
  if (proposal?.state !== "open") return;
  const noted = { ...proposal, ...news };
  if (noted.since === proposal.since && noted.quote === proposal.quote) return;
  try {
    await store.reviseProposal(noted);
  } catch (fault) {
    // Somebody has decided it meanwhile: that stands.
    if (fault instanceof DepmapError && fault.code === "bad-input") return;
    throw fault;
  }
  await redrawCard(chat, noted);
}

/** All proposals in a state that were made since then, newest first. */
async function all(
  store: GraphStore,
  state: Proposal["state"],
  since: number,
): Promise<Proposal[]> {
  const found: Proposal[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await store.proposals(state, after);
    found.push(...items.filter(({ proposedAt }) => proposedAt >= since));
    if (next === undefined || (items.at(-1)?.proposedAt ?? 0) < since) return found;
    after = next;
  }
}

async function latestDecided(
  store: GraphStore,
  since: number,
  isHere: (proposal: Proposal) => boolean,
): Promise<Proposal | undefined> {
  const lists = await Promise.all(
    (["approved", "rejected"] as const).map((state) => all(store, state, since)),
  );
  return lists
    .flat()
    .toSorted((a, b) => b.proposedAt - a.proposedAt)
    .find(isHere);
}

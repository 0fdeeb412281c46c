import { messageOf } from "../../model/errors.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { OwedWrite, OwedWrites } from "../../ports/journal.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { applyWrite, patienceFor, type Applied } from "./apply.ts";
import { isAway, type Contact } from "./contact.ts";
import type { LastCopy } from "./copy.ts";
import type { Overlay } from "./overlay.ts";
import { unpackWrite } from "./writes.ts";

/** Redraws the card of a proposal that is decided. Rejects when that has to be tried again. */
export type ShowDecided = (proposal: Proposal) => Promise<void>;

export interface SettleTools {
  readonly store: GraphStore;
  readonly journal: OwedWrites;
  readonly contact: Contact;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly overlay: Overlay;
  readonly copy: LastCopy;
  readonly patienceMs: number;
  /** Unset in a process that has no chat: whoever has one shows it later. */
  readonly showDecided: () => ShowDecided | undefined;
  /** Leaves the rest to the next run. */
  readonly isStopping: () => boolean;
}

/**
 * Goes once through what is owed, in order, and gives how many writes went in.
 *
 * Rejects with the first fault that says nothing about the write itself: the store or the journal is away. What the
 * store will not have is set aside with its reason, and the rest goes on.
 */
export async function settleOwed(tools: SettleTools, owed: readonly OwedWrite[]): Promise<number> {
  let count = 0;
  for (const write of owed) {
    if (tools.isStopping()) break;
    if (write.state === "applied") await showAgain(tools, write);
    if (write.state === "owed" && (await settleOne(tools, write))) count += 1;
  }
  return count;
}

async function settleOne(tools: SettleTools, owed: OwedWrite): Promise<boolean> {
  const { store, journal, contact, patienceMs } = tools;
  const body = await journal.owedBody(owed.id);
  // Another process on this journal was quicker.
  if (body.length === 0) return false;
  let applied: Applied;
  try {
    const write = await unpackWrite(body);
    applied = await contact.ask(
      (alive) => applyWrite(store, write, alive),
      patienceFor(write, patienceMs),
    );
  } catch (fault) {
    if (isAway(fault)) throw fault;
    await refuse(tools, owed, fault);
    return false;
  }
  const { standing, overtaken } = applied;
  if (overtaken && owed.kind === "decide") {
    const { subject, at } = owed;
    const { state, decidedBy, decidedAt } = standing ?? {};
    tools.log.warn(
      { proposal: subject, keptAt: at, state, decidedBy, decidedAt },
      "somebody else had decided a proposal before a kept decision went in; that stands",
    );
  }
  const isShown = !standing || standing.state === "open" || (await show(tools, standing));
  if (isShown || owed.kind !== "decide") await journal.settled(owed.id);
  else await journal.setAside(owed.id, "applied");
  lift(tools, owed, standing);
  return true;
}

async function refuse(tools: SettleTools, owed: OwedWrite, fault: unknown): Promise<void> {
  const { journal, log, metrics, store, contact } = tools;
  const { id, kind, subject, at } = owed;
  await journal.setAside(id, "refused", messageOf(fault));
  metrics.count("faults", { where: "owed write refused" });
  log.error(
    { fault, write: id, kind, subject, keptAt: at },
    "the graph store refused a kept write; it stays in the journal and is not tried again",
  );
  if (kind === "say" || kind === "incident") return lift(tools, owed, undefined);
  const standing = await contact.ask(() => store.proposal(subject));
  if (standing && standing.state !== "open") await show(tools, standing);
  lift(tools, owed, standing);
}

function lift({ overlay, copy }: SettleTools, { id }: OwedWrite, standing?: Proposal): void {
  overlay.lift(id, standing);
  if (standing) copy.sawProposal(standing);
}

async function showAgain(tools: SettleTools, { id, subject }: OwedWrite): Promise<void> {
  const { store, journal, contact } = tools;
  if (!tools.showDecided()) return;
  const standing = await contact.ask(() => store.proposal(subject));
  if (!standing || (await show(tools, standing))) await journal.settled(id);
}

/** `false` when it has to be tried again. */
async function show({ showDecided, log }: SettleTools, proposal: Proposal): Promise<boolean> {
  if (!proposal.card) return true;
  const draw = showDecided();
  if (!draw) return false;
  try {
    await draw(proposal);
    return true;
  } catch (fault) {
    log.warn(
      { proposal: proposal.id, why: messageOf(fault) },
      "the card of a decided proposal could not be redrawn; it is tried again",
    );
    return false;
  }
}

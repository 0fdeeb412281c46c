import { messageOf } from "../../model/errors.ts";
import type { Proposal } from "../../model/proposal.ts";
import type { Clock } from "../../ports/clock.ts";
import type { OwedWrite } from "../../ports/journal.ts";
import { isAway } from "./contact.ts";
import { settleOwed, type SettleTools, type ShowDecided } from "./settle.ts";
import { packWrite, subjectOf, unpackWrite, type SteadyWrite } from "./writes.ts";

/** Who wants to know what becomes of owed writes. */
export interface Listeners {
  /** Shows that a kept decision is in, or that somebody else's stands. Asked again later when it rejects. */
  readonly showDecided: ShowDecided;
  /** Something went in: the map may have changed. */
  readonly whenApplied: () => void;
}

/** The writes that wait for the graph store, and what will be once they are in. */
export interface Debts {
  /** Resolves when what an earlier process left is known; a journal that is away is no fault here. */
  ready(): Promise<void>;
  /** Does any write wait? */
  owes(): boolean;
  /** All that the journal keeps, as last read. */
  all(): readonly OwedWrite[];
  /** Keeps a write behind all others. `before` is its proposal as it stood. */
  owe(write: SteadyWrite, before: Proposal | undefined): Promise<void>;
  /** Applies what is owed; see `SteadyStore`. Runs that are asked for at once are one. */
  settle(): Promise<number>;
  tell(listeners: Listeners): void;
  /** Resolves when the write that is being applied has ended; the rest waits for the next process. */
  stop(): Promise<void>;
}

/** Reads the journal at the first call, and again with each settling: other processes use it too. */
export function createDebts(
  common: Omit<SettleTools, "showDecided" | "isStopping"> & { readonly clock: Clock },
): Debts {
  const { store, journal, contact, overlay, copy, clock, log } = common;
  let debts: readonly OwedWrite[] = [];
  let showDecided: ShowDecided | undefined;
  let loading: Promise<void> | undefined;
  let whenApplied = () => {};
  let running: Promise<number> | undefined;
  let next: Promise<number> | undefined;
  let isStopping = false;
  const tools = { ...common, showDecided: () => showDecided, isStopping: () => isStopping };

  async function ready(): Promise<void> {
    loading ??= load().catch((fault: unknown) => {
      loading = undefined;
      log.warn({ why: messageOf(fault) }, "cannot read which writes are owed; going on without");
    });
    await loading;
  }

  async function load(): Promise<void> {
    await copy.load();
    debts = await journal.owed();
    for (const { id, kind, state } of debts) {
      // A saying says nothing of proposals and incidents, and may be long.
      if (state === "owed" && kind !== "say") await layAgain(id);
    }
  }

  async function layAgain(id: number): Promise<void> {
    const body = await journal.owedBody(id);
    if (body.length === 0) return;
    const write = await unpackWrite(body);
    const subject = subjectOf(write);
    overlay.lay(id, write, overlay.proposal(subject) ?? copy.proposal(subject));
  }

  const owes = () => debts.some(({ state }) => state === "owed");

  async function settleAll(): Promise<number> {
    let count = 0;
    if (isStopping) return count;
    try {
      await ready();
      await readDebts();
      if (contact.away()) await contact.ask(() => store.version());
      do {
        count += await settleOwed(tools, debts);
        await readDebts();
      } while (owes() && !isStopping);
    } catch (fault) {
      if (!isAway(fault)) log.warn({ why: messageOf(fault) }, "owed writes could not be applied");
    }
    if (count > 0) whenApplied();
    return count;
  }

  async function readDebts(): Promise<void> {
    const laid = overlay.ids();
    debts = await journal.owed();
    const left = new Set(debts.filter(({ state }) => state === "owed").map(({ id }) => id));
    // Another process on this journal has settled the others.
    for (const id of laid) if (!left.has(id)) overlay.lift(id, undefined);
  }

  /** A run under way may have found the store away before the caller knew better: whoever comes then gets the next. */
  function settle(): Promise<number> {
    if (!running) {
      running = settleAll().finally(() => {
        running = undefined;
      });
      return running;
    }
    next ??= running.then(() => {
      next = undefined;
      return settle();
    });
    return next;
  }

  return {
    ready,
    owes,
    all: () => debts,
    settle,
    async owe(write, before) {
      const { kind } = write;
      const about = { kind, subject: subjectOf(write), at: clock.now() };
      // Of an incident only the newest record matters.
      const replaces = kind === "incident";
      const id = await journal.owe({ ...about, replaces }, await packWrite(write));
      const isFirst = !owes();
      const isReplaced = (debt: OwedWrite) =>
        replaces && debt.kind === kind && debt.subject === about.subject;
      debts = [...debts.filter((debt) => !isReplaced(debt)), { ...about, id, state: "owed" }];
      overlay.lay(id, write, before);
      // Perhaps only a reply was lost. After that, whoever calls settle finds out.
      if (isFirst) void settle();
    },
    tell(listeners) {
      ({ showDecided, whenApplied } = listeners);
    },
    async stop() {
      isStopping = true;
      await running;
    },
  };
}

import { DepmapError } from "../../model/errors.ts";
import { decided, type Proposal } from "../../model/proposal.ts";
import { notOpen } from "../../model/proposal-faults.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import { patienceFor } from "./apply.ts";
import { isAway, type Contact } from "./contact.ts";
import type { LastCopy } from "./copy.ts";
import type { Debts } from "./debts.ts";
import type { SteadyReads } from "./reads.ts";
import { subjectOf, type SteadyWrite } from "./writes.ts";
import { createTurns } from "../turns.ts";
import { withPatience } from "../with-patience.ts";

type SteadyWrites = Pick<
  GraphStore,
  "say" | "propose" | "reviseProposal" | "decideProposal" | "keepIncident"
>;

/** Writes that are kept when the store is away. Those about one subject take turns, so that none overtakes another. */
export function steadyWrites({
  store,
  contact,
  debts,
  copy,
  reads,
  patienceMs,
}: {
  readonly store: GraphStore;
  readonly contact: Contact;
  readonly debts: Debts;
  readonly copy: LastCopy;
  readonly reads: SteadyReads;
  readonly patienceMs: number;
}): SteadyWrites {
  const inTurn = createTurns();

  /** Makes the write, or gives what `keep` makes of it. */
  async function write<Answer>(
    wanted: SteadyWrite,
    call: (alive: () => void) => Promise<Answer>,
    keep: () => Promise<Answer>,
  ): Promise<Answer> {
    const { kind } = wanted;
    const subject = `${kind === "say" || kind === "incident" ? kind : "proposal"} ${subjectOf(wanted)}`;
    return await inTurn(subject, async () => {
      await debts.ready();
      // The store is back, or another process left something: soon nothing is owed.
      if (debts.owes() && !contact.away()) await withPatience(debts.settle(), patienceMs);
      if (debts.owes()) return await keep();
      try {
        return await contact.ask(call, patienceFor(wanted, patienceMs));
      } catch (fault) {
        if (!isAway(fault)) throw fault;
        return await keep();
      }
    });
  }

  /** The proposal as it stands, with what is owed; undefined too when nobody can say. */
  async function standing(id: string): Promise<Proposal | undefined> {
    try {
      return await reads.proposal(id);
    } catch (fault) {
      if (!isAway(fault)) throw fault;
      return undefined;
    }
  }

  return {
    say: (saying, onProgress) => {
      const wanted = { kind: "say", saying } as const;
      return write(
        wanted,
        (alive) =>
          store.say(saying, (done, of) => {
            alive();
            onProgress?.(done, of);
          }),
        async () => {
          await debts.owe(wanted, undefined);
          return { added: [], changed: [], retracted: [], unchanged: 0, kept: true };
        },
      );
    },
    propose: (asked) => {
      const proposal = storable(asked);
      const wanted = { kind: "propose", proposal } as const;
      return write(
        wanted,
        async () => {
          const known = await store.propose(proposal);
          copy.sawProposal(known);
          return known;
        },
        async () => {
          const known = await standing(proposal.id);
          if (!known) await debts.owe(wanted, undefined);
          return known ?? proposal;
        },
      );
    },
    reviseProposal: (asked) => {
      const proposal = storable(asked);
      const wanted = { kind: "revise", proposal } as const;
      return write(
        wanted,
        async () => {
          await store.reviseProposal(proposal);
          copy.sawProposal(proposal);
        },
        async () => {
          const known = await standing(proposal.id);
          if (!known) throw contact.away()?.fault ?? unknown(proposal.id);
          if (known.state !== "open") throw notOpen(known.id, known.state);
          await debts.owe(wanted, known);
        },
      );
    },
    decideProposal: (id, decision) => {
      const wanted = { kind: "decide", id, decision } as const;
      return write(
        wanted,
        async () => {
          const decided = await store.decideProposal(id, decision);
          copy.sawProposal(decided.proposal);
          return decided;
        },
        async () => {
          const known = await standing(id);
          if (!known) throw contact.away()?.fault ?? unknown(id);
          if (known.state !== "open") {
            return { proposal: known, decidedNow: false, kept: known.kept };
          }
          await debts.owe(wanted, known);
          const proposal = { ...decided(known, decision), kept: true };
          return { proposal, decidedNow: true, kept: true };
        },
      );
    },
    keepIncident: (record) => {
      const wanted = { kind: "incident", record } as const;
      return write(
        wanted,
        async () => {
          await store.keepIncident(record);
          copy.sawIncident(record);
        },
        () => debts.owe(wanted, undefined),
      );
    },
  };
}

/** Whether a decision is kept is ours to know, not the store's. */
function storable(asked: Proposal): Proposal {
  const { kept, ...proposal } = asked;
  return kept === undefined ? asked : proposal;
}

function unknown(id: string): DepmapError {
  const words = `the proposal ${id} cannot be looked up while writes wait for the graph store`;
  return new DepmapError("graph-store-away", `${words}; try again in a minute`);
}

import type { Proposal } from "../../src/model/proposal.ts";
import { NOW } from "./answer-tools.ts";
import { dependencyOf } from "./graph-of.ts";

/** An open proposal from an arrow, such as `fares -data-> dues-sync`, as Robin's sentence would give it. */
export function proposalOf(arrow: string, more: Partial<Proposal> = {}): Proposal {
  const { consumer, provider, coupling } = dependencyOf(arrow);
  return {
    id: `proposal ${arrow}`,
    change: "add",
    consumer: { id: consumer },
    provider: { id: provider },
    coupling,
    confidence: 0.9,
    quote: `Turns out: ${arrow}.`,
    author: "Robin",
    link: "https://chat.example/postmortem/7",
    proposer: "omar",
    proposedAt: NOW,
    remarks: [],
    state: "open",
    ...more,
  };
}

import { z } from "zod";
import { ComponentId, ComponentKind } from "./component.ts";
import { Coupling, Strength } from "./dependency.ts";

/** One end of a proposed dependency: a known component, or a new one that approval would add. */
export const ProposedEnd = z.object({
  id: ComponentId,
  /** Set when the map does not know it yet. */
  isNew: z.object({ name: z.string(), kind: ComponentKind }).optional(),
});
export type ProposedEnd = z.infer<typeof ProposedEnd>;

/** A dependency, or the end of one, read from what somebody wrote; it waits for a person. */
export const Proposal = z.object({
  /** The same sentence about the same edge gives the same id, so that capturing twice proposes once. */
  id: z.string().min(1),
  change: z.enum(["add", "remove"]),
  consumer: ProposedEnd,
  provider: ProposedEnd,
  coupling: Coupling,
  strength: Strength.optional(),
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** The sentence it was read from, word for word, and who wrote it. */
  quote: z.string(),
  author: z.string(),
  /** Where the sentence stands. */
  link: z.string().optional(),
  /** The message that it was read from, as the chat knows it, so that its edits are followed. */
  saidIn: z
    .object({ chat: z.string(), channel: z.string(), thread: z.string(), message: z.string() })
    .optional(),
  /**
   * What has become of that message: it still says so in other words (`quote` has them), was edited and does not say so any
   * more, or is gone.
   */
  since: z.enum(["reworded", "withdrawn", "deleted"]).optional(),
  incidentId: z.string().optional(),
  /** Ids in the chat; what people are shown are the names. */
  proposer: z.string(),
  proposerName: z.string().optional(),
  proposedAt: z.number(),
  /** What the map already says about the two: duplicates and contradictions, in words. */
  remarks: z.array(z.string()).default([]),
  state: z.enum(["open", "approved", "rejected"]),
  decidedBy: z.string().optional(),
  decidedByName: z.string().optional(),
  decidedAt: z.number().optional(),
  /** The decision waits in the journal, for the graph store is away. Never stored with the proposal. */
  kept: z.boolean().optional(),
  /** The chat message that shows it. */
  card: z.object({ chat: z.string(), channel: z.string(), message: z.string() }).optional(),
});
export type Proposal = z.infer<typeof Proposal>;

/** What somebody decides about a proposal. */
export interface Verdict {
  readonly state: "approved" | "rejected";
  /** The id in the chat, which the audit keeps, and what others call them. */
  readonly by: string;
  readonly byName?: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The proposal once that is decided. */
export function decided(proposal: Proposal, { state, by, byName, at }: Verdict): Proposal {
  const name = byName === undefined ? {} : { decidedByName: byName };
  return { ...proposal, state, decidedBy: by, ...name, decidedAt: at };
}

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
  incidentId: z.string().optional(),
  proposer: z.string(),
  proposedAt: z.number(),
  /** What the map already says about the two: duplicates and contradictions, in words. */
  remarks: z.array(z.string()).default([]),
  state: z.enum(["open", "approved", "rejected"]),
  decidedBy: z.string().optional(),
  decidedAt: z.number().optional(),
  /** The decision waits in the journal, for the graph store is away. Never stored with the proposal. */
  kept: z.boolean().optional(),
  /** The chat message that shows it. */
  card: z.object({ chat: z.string(), channel: z.string(), message: z.string() }).optional(),
});
export type Proposal = z.infer<typeof Proposal>;

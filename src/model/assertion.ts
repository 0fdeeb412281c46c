import { z } from "zod";
import { Component, ComponentId } from "./component.ts";
import { Coupling, DependencyClaim } from "./dependency.ts";
import { Journey } from "./journey.ts";
import { OwnershipClaim, Team } from "./team.ts";
import { oneWord } from "./one-word.ts";

/** What a source is: it decides the state of a dependency and who wins when two disagree. */
export const SourceType = z.enum(["import", "observation", "person", "game-day"]);
export type SourceType = z.infer<typeof SourceType>;

/** Somebody or something that makes claims, such as `kubernetes` or `person:maria`. */
export const Source = z.object({
  name: oneWord(200),
  type: SourceType,
});
export type Source = z.infer<typeof Source>;

/** One thing that may be true of the estate. */
export const Fact = z.discriminatedUnion("type", [
  z.object({ type: z.literal("component"), component: Component }),
  z.object({ type: z.literal("dependency"), dependency: DependencyClaim }),
  /** The dependency is gone; it wins over every claim last seen before it. */
  z.object({
    type: z.literal("no-dependency"),
    consumer: ComponentId,
    provider: ComponentId,
    /** Left out: whatever the coupling. */
    coupling: Coupling.optional(),
  }),
  z.object({ type: z.literal("team"), team: Team }),
  z.object({ type: z.literal("owner"), owner: OwnershipClaim }),
  z.object({ type: z.literal("journey"), journey: Journey }),
]);
export type Fact = z.infer<typeof Fact>;

/** What was decided in chat about a learned fact; all of it is shown whenever the fact is. */
export const Learned = z.object({
  quote: z.string(),
  author: z.string(),
  proposalId: z.string(),
  incidentId: z.string().optional(),
  proposer: z.string(),
  approver: z.string(),
});
export type Learned = z.infer<typeof Learned>;

/** What one source says in one run: a fact, how sure it is (0 to 1), and where it was read. */
export const Claim = z.object({
  fact: Fact,
  confidence: z.number().min(0).max(1),
  /** Places such as `manifests/cart.yaml:31` or a message link. */
  evidence: z.array(z.string().max(2000)).default([]),
  learned: Learned.optional(),
});
export type Claim = z.infer<typeof Claim>;

/** The schema of the type of that name, for assertions that come from a file. */
export const Assertion = Claim.extend({
  source: Source,
  factKey: z.string(),
  firstSeen: z.number(),
  lastSeen: z.number(),
  retractedAt: z.number().optional(),
});

/** A claim as the store keeps it, one per source and fact. Times are epoch milliseconds. */
export interface Assertion extends Claim {
  readonly source: Source;
  readonly factKey: string;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Set when its own source took it back; the assertion is kept for the record. */
  readonly retractedAt?: number | undefined;
}

/**
 * The key under which all sources speak of the same fact.
 *
 * A dependency's claim and its denial have different keys: one source may have said both in turn.
 */
export function factKey(fact: Fact): string {
  switch (fact.type) {
    case "component":
      return `component ${fact.component.id}`;
    case "dependency": {
      const { consumer, provider, coupling } = fact.dependency;
      return `dependency ${consumer} ${provider} ${coupling}`;
    }
    case "no-dependency":
      return `no-dependency ${fact.consumer} ${fact.provider} ${fact.coupling ?? "*"}`;
    case "team":
      return `team ${fact.team.id}`;
    case "owner":
      return `owner ${fact.owner.component} ${fact.owner.team}`;
    case "journey":
      return `journey ${fact.journey.id}`;
  }
}

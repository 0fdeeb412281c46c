import type { Coupling } from "../model/dependency.ts";
import type { Ref } from "./refs.ts";

/** A relation that one rule saw in one sentence, before it is weighed and put together with others. */
export interface Finding {
  /** `deny`: somebody says that there is no such thing; it proposes nothing, and takes back what was said before. */
  readonly change: "add" | "remove" | "deny";
  readonly consumer: Ref;
  readonly provider: Ref;
  readonly coupling: Coupling | "by-noun";
  readonly strength?: "soft";
  /** How directly the words state it, 0 to 1. */
  readonly sure: number;
  /** The rule, in words. */
  readonly because: string;
}

/** Every pair of consumers and providers as a finding. */
export function pairs(
  consumers: readonly Ref[],
  providers: readonly Ref[],
  more: Omit<Finding, "consumer" | "provider">,
): Finding[] {
  return consumers.flatMap((consumer) =>
    providers.map((provider) => ({ consumer, provider, ...more })),
  );
}

/** The same for what a failure showed: an addition whose coupling the provider's words tell. */
export function shownByFailure(
  consumers: readonly Ref[],
  providers: readonly Ref[],
  sure: number,
  because: string,
): Finding[] {
  return pairs(consumers, providers, { change: "add", coupling: "by-noun", sure, because });
}

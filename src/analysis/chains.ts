import type { ComponentId } from "../model/component.ts";
import type { Hit } from "../model/impact.ts";
import type { FailureEvents } from "./failure-events.ts";

/** Chains longer than this are put together when somebody reads them: all of them at once could be quadratic. */
export const LONG_CHAIN = 64;

/** Reads chains of events backwards, from a harmed component to the origin. */
export interface Chains {
  /** The chain of an event. */
  now(event: number): readonly ComponentId[];
  /** The same hit with a chain that is made at each reading; it is written out and copied like any other. */
  later(hit: Hit, event: number): Hit;
}

/** Chains over these events; those for later live on when the events are gone. */
export function chains(events: FailureEvents, ids: readonly ComponentId[]): Chains {
  let kept: Links | undefined;
  return {
    now: (event) => chainOf(events, ids, event),
    later(hit, event) {
      kept ??= copyOf(events);
      const links = kept;
      return {
        ...hit,
        get chain() {
          return chainOf(links, ids, event);
        },
      };
    },
  };
}

type Links = Pick<FailureEvents, "component" | "cause" | "hops">;

function copyOf({ component, cause, hops, count }: FailureEvents): Links {
  return {
    component: component.slice(0, count),
    cause: cause.slice(0, count),
    hops: hops.slice(0, count),
  };
}

function chainOf(
  { component, cause, hops }: Links,
  ids: readonly ComponentId[],
  event: number,
): ComponentId[] {
  // oxlint-disable-next-line unicorn/no-new-array -- the length is known; growing takes four times as long
  const chain = new Array<ComponentId>((hops[event] as number) + 1);
  let link = event;
  for (let place = 0; place < chain.length; place += 1) {
    chain[place] = ids[component[link] as number] as ComponentId;
    link = cause[link] as number;
  }
  return chain;
}

import type { ComponentId } from "../../model/component.ts";
import type { Hit, Hits } from "../../model/impact.ts";
import type { ComponentIndex } from "../../model/snapshot/snapshot.ts";
import { stateOf, type Level } from "./edge-rules.ts";

/** Chains longer than this are put together when somebody reads them: all of them at once could be quadratic. */
const LONG_CHAIN = 64;

/** A failure's events in columns, and the order in which some of them are told as hits. */
interface HitColumns {
  readonly ids: readonly ComponentId[];
  readonly inOrder: Int32Array;
  readonly component: Int32Array;
  readonly level: Uint8Array;
  readonly time: Float64Array;
  readonly hops: Int32Array;
  readonly confidence: Float32Array;
  /** The event that brought each about; -1 for an origin's. */
  readonly cause: Int32Array;
  readonly fallbackOf: ReadonlyMap<ComponentIndex, ComponentId>;
}

/**
 * Hits in columns: each becomes an object when somebody looks at it, and is forgotten afterwards.
 *
 * A failure may harm a million components, and most readers want the number, the first few, or one column.
 */
export class HitList implements Hits {
  private readonly columns: HitColumns;

  constructor(columns: HitColumns) {
    this.columns = columns;
  }

  get length(): number {
    return this.columns.inOrder.length;
  }

  at(place: number): Hit | undefined {
    const event = this.columns.inOrder.at(place);
    return event === undefined ? undefined : this.hitOf(event);
  }

  *[Symbol.iterator](): Generator<Hit, undefined> {
    for (const event of this.columns.inOrder) yield this.hitOf(event);
  }

  slice(start?: number, end?: number): Hit[] {
    return Array.from(this.columns.inOrder.subarray(start, end), (event) => this.hitOf(event));
  }

  map<Made>(make: (hit: Hit) => Made): Made[] {
    return Array.from(this.columns.inOrder, (event) => make(this.hitOf(event)));
  }

  flatMap<Made>(make: (hit: Hit) => Made | readonly Made[]): Made[] {
    return this.slice().flatMap((hit) => make(hit));
  }

  filter(keep: (hit: Hit) => boolean): Hit[] {
    const kept: Hit[] = [];
    for (const hit of this) if (keep(hit)) kept.push(hit);
    return kept;
  }

  find(test: (hit: Hit) => boolean): Hit | undefined {
    for (const hit of this) if (test(hit)) return hit;
    return undefined;
  }

  some(test: (hit: Hit) => boolean): boolean {
    return this.find(test) !== undefined;
  }

  /** Written out, it is the array that it stands for. */
  toJSON(): Hit[] {
    return this.slice();
  }

  private hitOf(event: number): Hit {
    const { ids, component, level, hops, time, confidence, fallbackOf } = this.columns;
    const index = component[event] as number;
    const hit = {
      component: ids[index] as ComponentId,
      state: stateOf(level[event] as Level),
      hops: hops[event] as number,
      etaMs: time[event] as number,
      chain: [] as readonly ComponentId[],
      // The column has seven digits; more would show 0.9 as 0.8999999761581421.
      confidence: Math.round((confidence[event] as number) * 1e6) / 1e6,
    };
    const runsOn = fallbackOf.get(index);
    const whole = runsOn === undefined ? hit : { ...hit, runsOn };
    if (hit.hops <= LONG_CHAIN) {
      whole.chain = this.chainOf(event);
      return whole;
    }
    const chainOf = () => this.chainOf(event);
    return {
      ...whole,
      get chain() {
        return chainOf();
      },
    };
  }

  /** From the harmed component back to the origin. */
  private chainOf(event: number): ComponentId[] {
    const { ids, component, cause, hops } = this.columns;
    // oxlint-disable-next-line unicorn/no-new-array -- the length is known; growing takes four times as long
    const chain = new Array<ComponentId>((hops[event] as number) + 1);
    let link = event;
    for (let place = 0; place < chain.length; place += 1) {
      chain[place] = ids[component[link] as number] as ComponentId;
      link = cause[link] as number;
    }
    return chain;
  }
}

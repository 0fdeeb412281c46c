import type { Claims } from "../../src/ports/claims.ts";
import type { ReceivedEvent } from "../../src/ports/journal.ts";
import type { SharedInbox } from "../../src/ports/shared-inbox.ts";
import { DepmapError } from "../../src/model/errors.ts";

/** What replicas in one process agree over: the same promises as Neo4j's, and it can be away. */
export interface MemoryShare {
  /** One replica's view; it can be cut off by itself. */
  view(): { readonly claims: Claims; readonly inbox: SharedInbox; isAway: boolean };
  isAway: boolean;
  readonly events: ReadonlyMap<string, ReceivedEvent>;
}

/** Claims and an inbox in memory, with the machine's clock. */
export function createMemoryShare(): MemoryShare {
  const claims = new Map<string, { holder: string; fence: number; until: number }>();
  const events = new Map<string, ReceivedEvent>();

  const share: MemoryShare = {
    isAway: false,
    events,
    view() {
      const view = {
        isAway: false,
        claims: {
          async take(name: string, holder: string, forMs: number) {
            await reach();
            const now = performance.now();
            const claim = claims.get(name) ?? { holder: "", fence: 0, until: 0 };
            if (claim.holder !== holder && claim.until > now) return undefined;
            const fence = claim.holder === holder ? claim.fence : claim.fence + 1;
            claims.set(name, { holder, fence, until: now + forMs });
            return { name, holder, fence };
          },
          async release({ name, holder, fence }) {
            await reach();
            const claim = claims.get(name);
            if (claim?.holder === holder && claim.fence === fence) claim.until = 0;
          },
        } satisfies Claims,
        inbox: {
          async put(fresh: readonly ReceivedEvent[]) {
            await reach();
            for (const event of fresh) if (!events.has(event.id)) events.set(event.id, event);
          },
          async waiting(limit: number) {
            await reach();
            return [...events.values()]
              .toSorted((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1))
              .slice(0, limit);
          },
          async settle(ids: readonly string[]) {
            await reach();
            for (const id of ids) events.delete(id);
          },
        } satisfies SharedInbox,
      };
      const reach = async (): Promise<void> => {
        await new Promise((resolve) => setImmediate(resolve));
        if (share.isAway || view.isAway) {
          throw new DepmapError("graph-store-away", "the share is away; try again");
        }
      };
      return view;
    },
  };
  return share;
}

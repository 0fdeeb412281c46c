import neo4j, { type BookmarkManager, type Driver } from "neo4j-driver";
import { within } from "./deadline.ts";
import { knock } from "./knock.ts";
import type { Neo4jAddress } from "./neo4j-address.ts";
import { TooLate } from "./neo4j-fault.ts";
import type { Neo4jSettings } from "./neo4j-settings.ts";

/** A driver and what it has learned of this client's own writes. */
export interface Held {
  readonly driver: Driver;
  readonly bookmarks: BookmarkManager;
}

/** Makes a driver when there is none, and throws away one that hangs. */
export interface DriverKeeper {
  /** The driver in use. A new one, and one that is under suspicion, is given only behind a server that answers a knock. */
  take(): Promise<Held>;
  /** Says that an answer did not come. */
  suspect(): void;
  /**
   * Ends the driver with all its connections, those in use as well; the next `take` makes a new one. Does nothing when
   * it was dropped before. Its bookmarks go too: a server put back from a backup would wait for ever for a transaction
   * that it never had.
   */
  drop(held: Held | undefined): void;
  current(): Held | undefined;
  close(): Promise<void>;
}

/** Keeps one driver at a time. Knocks give up after `connectMs`. */
export function createDriverKeeper(
  settings: Neo4jSettings,
  address: Neo4jAddress,
  connectMs: number,
): DriverKeeper {
  let held: Held | undefined;
  let isSuspect = false;
  let coming: Promise<Held> | undefined;
  const closing = new AbortController();

  async function behindKnock(): Promise<Held> {
    const late = new AbortController();
    const knocked = knock(address, AbortSignal.any([late.signal, closing.signal]));
    try {
      await within(knocked, connectMs, () => new TooLate("the first word", connectMs));
    } finally {
      late.abort();
    }
    if (closing.signal.aborted) throw new Error("the connection was closed");
    isSuspect = false;
    held ??= { driver: newDriver(settings, connectMs), bookmarks: neo4j.bookmarkManager() };
    return held;
  }

  return {
    current: () => held,
    suspect() {
      isSuspect = true;
    },
    take() {
      if (held && !isSuspect) return Promise.resolve(held);
      coming ??= behindKnock().finally(() => {
        coming = undefined;
      });
      return coming;
    },
    drop(old) {
      if (!old || old !== held) return;
      held = undefined;
      // Not awaited, and nobody asks how it went: it has to do with a server that hangs.
      old.driver.close().catch(() => undefined);
    },
    async close() {
      closing.abort();
      await held?.driver.close();
      held = undefined;
    },
  };
}

function newDriver({ uri, user, password }: Neo4jSettings, connectMs: number): Driver {
  return neo4j.driver(uri, neo4j.auth.basic(user, password.reveal()), {
    disableLosslessIntegers: true,
    maxConnectionPoolSize: 50,
    connectionTimeout: connectMs,
    connectionAcquisitionTimeout: connectMs,
    connectionLivenessCheckTimeout: 30_000,
    maxTransactionRetryTime: 0,
    telemetryDisabled: true,
    userAgent: "depmap",
  });
}

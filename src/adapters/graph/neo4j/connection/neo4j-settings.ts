import type { Secret } from "../../../../model/secret.ts";

/** Where the shared graph is, and how to get in. */
export interface Neo4jSettings {
  /** `bolt://` for one server, `neo4j://` for a cluster; `+s` or `+ssc` after either for TLS. */
  readonly uri: string;
  readonly user: string;
  readonly password: Secret;
  /** The server's default database when left out. */
  readonly database?: string | undefined;
  /** How long getting in, and each step of a call that brings no patience of its own, may take; 800 ms. */
  readonly deadlineMs?: number | undefined;
  /** How often a server that is away is asked whether it is back; 5 s. */
  readonly probeEveryMs?: number | undefined;
}

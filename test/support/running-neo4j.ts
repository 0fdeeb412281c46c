/** How to get in. */
export interface Neo4jLogin {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/** A real Neo4j server with an empty database, for one test file. */
export interface Neo4jServer extends Neo4jLogin {
  /** Ends it, and takes its data away. */
  stop(): Promise<void>;
  /** Ends it as a lost machine does: kill -9. The data stays. */
  kill(): Promise<void>;
  /** Starts it again after a kill, at the same address and with its data. */
  restart(): Promise<void>;
}

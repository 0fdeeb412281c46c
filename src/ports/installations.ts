/** An installation of depmap in a chat's workspace, sealed: the store never sees a token. */
export interface SealedInstallation {
  /** The workspace's id, with the chat's name before it: `slack T1`. */
  readonly id: string;
  /** What only whoever has the key can read. */
  readonly sealed: string;
}

/**
 * Where depmap is installed, for all replicas, beside the graph.
 *
 * Every adapter passes `installationsContract`. Rejects with `graph-store-away`.
 */
export interface Installations {
  /** Keeps it in place of the one with the same id, which keeps its rank among `all`. */
  put(installation: SealedInstallation): Promise<void>;
  /**
   * Keeps it in place of the one with the same id while that one is still sealed as `instead`; says whether it was.
   * Of several who replace the same one, one does.
   */
  replace(installation: SealedInstallation, instead: string): Promise<boolean>;
  find(id: string): Promise<SealedInstallation | undefined>;
  /** All of them, the first to be installed first. */
  all(): Promise<readonly SealedInstallation[]>;
  /** One that is not there is removed already. With `sealed`, one that has changed since stays. */
  remove(id: string, sealed?: string): Promise<void>;
  close(): Promise<void>;
}

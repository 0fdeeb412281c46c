import { DepmapError } from "../../../../model/errors.ts";

const SCHEME = /^(bolt|neo4j)(\+s|\+ssc)?:$/;
const USUAL_PORT = 7687;

/** Where a Neo4j server listens. */
export interface Neo4jAddress {
  readonly host: string;
  readonly port: number;
  readonly isEncrypted: boolean;
  /** For messages: without what an address may hold besides (a routing policy, a password that does not belong there). */
  readonly shown: string;
}

/** Reads `NEO4J_URI`; rejects with `bad-config` what the driver would not understand, or what would give a password away. */
export function neo4jAddress(uri: string): Neo4jAddress {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || !SCHEME.test(url.protocol) || url.hostname === "") {
    throw new DepmapError(
      "bad-config",
      "NEO4J_URI is no address of a Neo4j server; write bolt://host:7687 for one server, neo4j://host:7687 for a cluster, with +s or +ssc after the scheme for TLS",
    );
  }
  if (url.username || url.password) {
    throw new DepmapError(
      "bad-config",
      "NEO4J_URI holds a user or a password; give them in NEO4J_USER and NEO4J_PASSWORD",
    );
  }
  const port = Number(url.port || USUAL_PORT);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port,
    isEncrypted: url.protocol.includes("+"),
    shown: `${url.protocol}//${url.hostname}:${port}`,
  };
}

import { connect, isIP, type Socket } from "node:net";
import { connect as connectEncrypted } from "node:tls";
import type { Neo4jAddress } from "./neo4j-address.ts";

/** Bolt's magic word, and the four ranges of versions that we speak (https://neo4j.com/docs/bolt/current/bolt/handshake/). */
const HELLO = Buffer.from("6060b017" + "00080805" + "00020404" + "00000000" + "00000000", "hex");

/**
 * Resolves when something at the address answers as a Bolt server does; rejects otherwise, at once when it is refused.
 *
 * The driver never gives up the socket of a server that takes connections and says nothing; ours is gone when this
 * ends. So each new driver is made behind a knock. Gives nothing away: it ends before anybody logs in.
 */
export function knock(address: Neo4jAddress, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = openSocket(address);
  let answer = Buffer.alloc(0);

  socket.once(address.isEncrypted ? "secureConnect" : "connect", () => socket.write(HELLO));
  socket.on("data", (piece: Buffer) => {
    answer = Buffer.concat([answer, piece]);
    if (answer.length < 4) return;
    if (answer.readUInt16BE(0) === 0) resolve();
    else reject(new Error("what answers there does not speak Bolt"));
  });
  socket.once("error", reject);
  socket.once("close", () => reject(new Error("the connection was closed before Bolt began")));
  signal.addEventListener("abort", () => reject(new Error("no answer")), { once: true });

  return promise.finally(() => socket.destroy());
}

function openSocket({ host, port, isEncrypted }: Neo4jAddress): Socket {
  if (!isEncrypted) return connect({ host, port });
  // The driver checks the certificate, and it alone sends anything that matters.
  return connectEncrypted({
    host,
    port,
    rejectUnauthorized: false,
    ...(isIP(host) ? {} : { servername: host }),
  });
}

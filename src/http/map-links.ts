import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Secret } from "../model/secret.ts";

/** Addresses of maps that only depmap can make. */
export interface MapLinks {
  /** The page about an incident; always the same address for the same incident. */
  toIncident(id: string): string;
  /** Did depmap make this address? */
  isOurs(id: string, signature: string): boolean;
}

const SIGNATURE_BYTES = 32;

/**
 * Links that are signed with a key made from `secret`; a new secret makes all old links void.
 *
 * Whoever has the link sees that one incident's map, and nothing else: it is worth what a message in the incident's
 * channel is worth.
 */
export function createMapLinks({
  publicUrl,
  secret,
}: {
  readonly publicUrl: string;
  readonly secret: Secret;
}): MapLinks {
  const key = Buffer.from(hkdfSync("sha256", secret.reveal(), "", "depmap map links", 32));
  const sign = (id: string) => createHmac("sha256", key).update(`incident ${id}`).digest();
  return {
    toIncident(id) {
      const address = new URL(`/map/incidents/${encodeURIComponent(id)}`, publicUrl);
      address.searchParams.set("signature", sign(id).toString("base64url"));
      return address.href;
    },
    isOurs(id, signature) {
      const given = Buffer.from(signature, "base64url");
      // Any second spelling of the same bytes is not what depmap made.
      if (given.length !== SIGNATURE_BYTES || given.toString("base64url") !== signature)
        return false;
      return timingSafeEqual(given, sign(id));
    },
  };
}

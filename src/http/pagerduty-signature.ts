import { createHmac, timingSafeEqual } from "node:crypto";
import type { Secret } from "../model/secret.ts";

const MOST_CANDIDATES = 8;

/**
 * Did somebody who knows one of the secrets sign these bytes?
 *
 * PagerDuty sends `v1=HEX,v1=HEX` while a secret is being changed; any of them may be right. Only the first eight are
 * tried, so that nobody makes us compute for long, and each in constant time.
 */
export function isSigned(
  bytes: Buffer,
  header: string | undefined,
  secrets: readonly Secret[],
): boolean {
  const candidates = candidatesIn(header ?? "");
  if (candidates.length === 0) return false;
  let signed = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret.reveal()).update(bytes).digest();
    for (const candidate of candidates) {
      if (timingSafeEqual(candidate, expected)) signed = true;
    }
  }
  return signed;
}

function candidatesIn(header: string): Buffer[] {
  return header
    .split(",", MOST_CANDIDATES)
    .map((part) => part.trim())
    .filter((part) => /^v1=[0-9a-f]{64}$/i.test(part))
    .map((part) => Buffer.from(part.slice(3), "hex"));
}

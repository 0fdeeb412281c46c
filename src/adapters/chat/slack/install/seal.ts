import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { DepmapError } from "../../../../model/errors.ts";
import type { Secret } from "../../../../model/secret.ts";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = "v1";

/** Locks and unlocks what is kept about a workspace. */
export interface Seal {
  /** Only the same seal opens it, and only under the same id. */
  close(id: string, text: string): string;
  /** Rejects what was changed, what belongs to another id, and what another key closed, with `bad-config`. */
  open(id: string, sealed: string): string;
}

/**
 * A seal with these keys (32 bytes each, as base64): the first closes, all of them open, so that a new key can be put
 * before the old one.
 *
 * AES-256-GCM with a fresh nonce; the id is authenticated along. Throws `bad-config` when a key is no key.
 */
export function createSeal(keys: readonly Secret[]): Seal {
  const raw = keys.map(keyOf);
  const [first] = raw;
  if (!first) throw new DepmapError("bad-config", `SLACK_TOKEN_KEYS: is missing; ${HOW}`);
  return {
    close(id, text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", first, nonce).setAAD(Buffer.from(id));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      const whole = Buffer.concat([nonce, cipher.getAuthTag(), body]);
      return `${FORMAT}.${whole.toString("base64url")}`;
    },
    open(id, sealed) {
      const opened = raw.map((key) => tryOpen(key, id, sealed)).find((text) => text !== undefined);
      if (opened !== undefined) return opened;
      const words = `what is kept about "${id}" cannot be opened with SLACK_TOKEN_KEYS`;
      throw new DepmapError(
        "bad-config",
        `${words}; add the key it was closed with, or install again`,
      );
    },
  };
}

const HOW = "make one with: openssl rand -base64 32";

function keyOf(secret: Secret): Buffer {
  const key = Buffer.from(secret.reveal(), "base64");
  if (key.length === KEY_BYTES) return key;
  throw new DepmapError(
    "bad-config",
    `SLACK_TOKEN_KEYS: each key must be 32 bytes as base64; ${HOW}`,
  );
}

function tryOpen(key: Buffer, id: string, sealed: string): string | undefined {
  const [format, text = ""] = sealed.split(".");
  const whole = Buffer.from(text, "base64url");
  if (format !== FORMAT || whole.length < NONCE_BYTES + TAG_BYTES) return undefined;
  try {
    const nonce = whole.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(id))
      .setAuthTag(whole.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const body = whole.subarray(NONCE_BYTES + TAG_BYTES);
    return decipher.update(body, undefined, "utf8") + decipher.final("utf8");
  } catch {
    // Another key, or somebody changed it: the caller says so.
    return undefined;
  }
}

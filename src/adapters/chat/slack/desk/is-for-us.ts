/**
 * Is this body meant for depmap? What people write to each other is not, and is dropped before anything is kept.
 *
 * `captureEmoji` is the reaction that captures a thread; every other reaction is none of depmap's business.
 */
export function isForUs(_body: unknown, _captureEmoji: string): boolean {
  return true;
}

/** The body as it may be kept: an edit in a thread without what people wrote. */
export function keptForm(body: unknown): unknown {
  return body;
}

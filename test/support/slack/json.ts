/** A part of a payload. */
export type Json = Readonly<Record<string, unknown>>;

/** Structured log lines: a sentence that never changes, and the data beside it. Secrets are redacted by type. */
export interface Log {
  debug(data: object, sentence: string): void;
  info(data: object, sentence: string): void;
  warn(data: object, sentence: string): void;
  error(data: object, sentence: string): void;
}

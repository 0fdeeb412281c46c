const HIDDEN = "[secret]";

/** A value that every way of printing shows as `[secret]`; only `reveal` gives it. */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

/**
 * Wraps a password, a token or a key, so that no log line, error or JSON can show it.
 *
 * The value lives in a closure: it is no field, not even a hidden one, so nothing that walks objects finds it.
 *
 * @example
 * ```ts
 * const token = createSecret("hunter2");
 * `${token} ${JSON.stringify({ token })} ${token.reveal()}`;
 * // => '[secret] {"token":"[secret]"} hunter2'
 * ```
 */
export function createSecret(value: string): Secret {
  const hidden = () => HIDDEN;
  return Object.freeze({
    reveal: () => value,
    toString: hidden,
    toJSON: hidden,
    [Symbol.toPrimitive]: hidden,
    // What console.log and node:util show.
    [Symbol.for("nodejs.util.inspect.custom")]: hidden,
  });
}

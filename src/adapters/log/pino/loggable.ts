const HIDDEN = "[secret]";
const SECRET_NAME =
  /^(?:.*[-_.])?(?:authorization|cookie|set-cookie|token|secret|secrets|password|passwd|credentials|private[-_]?key|api[-_]?key|signature)$/i;
const CAMEL_HUMP = /([a-z0-9])([A-Z])/g;
const CREDENTIALS = /\b(token token=|bearer\s+|basic\s+)[^\s"',;]{6,}/gi;

const DEEPEST = 6;
const LONGEST_LIST = 100;
const LONGEST_TEXT = 8000;

/**
 * A copy of `value` that may stand in a log: no secrets, errors with their causes, nothing endless.
 *
 * Hidden are `Secret`s wherever they are, everything under a name such as `token`, `apiKey` or `Authorization`, and
 * credentials inside of text. What lies deeper than six levels is left out.
 */
export function loggable(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return textOf(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) return "[deeper]";
  if (value instanceof Error) return errorOf(value, depth);
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) {
    return value.slice(0, LONGEST_LIST).map((item) => loggable(item, depth + 1));
  }
  if (value instanceof Map) return loggable(Object.fromEntries(value), depth);
  if (value instanceof Set) return loggable([...value], depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return loggable(value.toJSON(), depth + 1);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecretName(name) ? HIDDEN : loggable(inner, depth + 1),
    ]),
  );
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replaceAll(CAMEL_HUMP, "$1-$2"));
}

function textOf(text: string): string {
  const clean = text.slice(0, LONGEST_TEXT).replaceAll(CREDENTIALS, `$1${HIDDEN}`);
  return text.length > LONGEST_TEXT ? `${clean}…` : clean;
}

/** Only these fields: vendors hang whole requests, headers and all, on their errors. */
function errorOf(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    message: textOf(error.message),
    stack: textOf(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: loggable(error.cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: loggable(error.errors, depth + 1) } : {}),
  };
}

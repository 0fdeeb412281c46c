import neo4j from "neo4j-driver";

/**
 * A value of an answer without the driver's own types: a node or relationship becomes its properties, times become ISO text.
 */
export function plainValue(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value ?? undefined;
  if (Array.isArray(value)) return value.map(plainValue);
  if (neo4j.isInt(value)) return value.toNumber();
  if (neo4j.isNode(value) || neo4j.isRelationship(value)) return plainObject(value.properties);
  // oxlint-disable-next-line typescript/no-base-to-string -- times and points of the driver write themselves
  return isPlain(value) ? plainObject(value) : String(value);
}

/**
 * A parameter as the server is to store it: whole numbers as integers, not as floats; the driver would send all as floats.
 */
export function parameterValue(value: unknown): unknown {
  if (Number.isSafeInteger(value)) return neo4j.int(Number(value));
  // A parameter that is undefined is not sent at all, and the server misses it.
  if (value === undefined) return null;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(parameterValue);
  return mapValues(value, parameterValue);
}

function plainObject(value: object): Readonly<Record<string, unknown>> {
  return mapValues(value, plainValue);
}

function mapValues(value: object, change: (one: unknown) => unknown): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) changed[name] = change(one);
  return changed;
}

/** Maps come as plain objects; dates and points are instances of the driver's classes. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

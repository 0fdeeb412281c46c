import { z } from "zod";

/** What kind of thing a component is; anything that can fail is a component. */
export const ComponentKind = z.enum([
  "service",
  "job",
  "datastore",
  "dataset",
  "queue",
  "topic",
  "cache",
  "gateway",
  "library",
  "vendor",
  "node",
  "cluster",
  "zone",
  "region",
  "network",
  "dns",
  "certificate",
  "identity-provider",
  "control-plane",
]);
export type ComponentKind = z.infer<typeof ComponentKind>;

/**
 * The identity `environment/namespace/name`, in lower case, for example `prod/shop/checkout`.
 *
 * The name may hold further slashes; it never holds white space or control characters.
 */
export const ComponentId = z
  .string()
  .max(300)
  .regex(/^[^/\s\p{C}]+\/[^/\s\p{C}]+\/[^\s\p{C}]+$/u, "write it as environment/namespace/name");
export type ComponentId = z.infer<typeof ComponentId>;

/** Anything that can fail. */
export const Component = z.object({
  id: ComponentId,
  kind: ComponentKind,
  description: z.string().max(1000).optional(),
  /** Other names by which people and alerts call it. */
  aliases: z.array(z.string().min(1).max(200)).default([]),
  /** PagerDuty services whose incidents are about this component. */
  pagerdutyServiceIds: z.array(z.string().min(1).max(50)).default([]),
  /** How long it takes to bring it back by itself once its providers are back. */
  restoreTimeMs: z.number().nonnegative().optional(),
  /** Where a vendor says how it is doing. */
  statusUrl: z.url().max(2000).optional(),
});
export type Component = z.infer<typeof Component>;

/** Builds an id from its parts, lower-cased, white space turned to dashes. */
export function componentId(environment: string, namespace: string, name: string): ComponentId {
  const tidy = (part: string) =>
    part
      .trim()
      .toLowerCase()
      .replaceAll(/[\s\p{C}]+/gu, "-");
  return ComponentId.parse(
    `${tidy(environment).replaceAll("/", "-")}/${tidy(namespace).replaceAll("/", "-")}/${tidy(name)}`,
  );
}

/**
 * The part of an id that people say.
 *
 * @example
 * ```ts
 * nameOf("prod/shop/checkout");
 * // => "checkout"
 * ```
 */
export function nameOf(id: ComponentId): string {
  return id.split("/").slice(2).join("/");
}

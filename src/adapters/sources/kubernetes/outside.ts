import { componentId } from "../../../model/component.ts";
import type { Member } from "./cluster.ts";
import type { Flavour } from "./flavour.ts";

/** The namespace of everything that is not ours. */
const OUTSIDE = "external";

/**
 * The component of a host outside the cluster: `external/HOST`.
 *
 * A database or a broker is called what it is; everything else is a vendor, or a service when the host name is one
 * that only a private network knows.
 */
export function outsideMember(
  environment: string,
  host: string,
  flavour: Flavour | undefined,
  place = "",
): Member {
  const stores = flavour && ["datastore", "cache", "queue"].includes(flavour.kind);
  const isPrivate = /\.(internal|local|lan|corp|intra|home)$/.test(host);
  return {
    id: componentId(environment, OUTSIDE, host),
    kind: stores ? flavour.kind : isPrivate ? "service" : "vendor",
    flavour,
    aliases: [],
    confidence: stores ? 0.8 : 0.7,
    place,
  };
}

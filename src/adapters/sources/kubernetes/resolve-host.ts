import type { Cluster, Member } from "./cluster.ts";

/** What a host name stands for. */
export type Target =
  | {
      readonly type: "members";
      readonly members: readonly Member[];
      /** The Service's name. */
      readonly service: string;
    }
  | { readonly type: "outside"; readonly host: string }
  /** A name of ours that nothing answers to. */
  | { readonly type: "dangling"; readonly why: string }
  /** The pod itself, an address without a name, or no host at all. */
  | { readonly type: "nothing" };

const NOTHING: Target = { type: "nothing" };
const LOCAL =
  /^(localhost|localhost\.localdomain|host\.docker\.internal|metadata\.google\.internal)$/;
/** `bus.platform` is a Service, `stripe.com` is not: between two labels, only the last one can tell. */
const TOP_LEVEL =
  /^([a-z]{2}|com|net|org|edu|gov|mil|int|info|biz|dev|app|cloud|tech|xyz|example|test|internal|local|lan|corp|intra|home)$/;
const FILE_ENDING =
  /\.(ya?ml|json|toml|ini|conf|cfg|properties|xml|pem|crt|key|sh|py|rb|js|mjs|ts|tsx|go|java|jar|class|txt|log|md|html?|css|svg|png|sock|db|sql|lua|tmpl|gz|zip|tar)$/;

/**
 * Resolves a host as a pod in `namespace` would: `svc`, `svc.ns`, `svc.ns.svc.cluster.local`, the same with a
 * pod's name before it, and hosts outside.
 */
export function resolveHost(host: string, namespace: string, cluster: Cluster): Target {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (LOCAL.test(name) || /^[\d.]+$/.test(name) || name.includes("..")) return NOTHING;
  const isClusterName = /\.svc(\.[a-z0-9.-]+)?$/.test(name);
  const labels = name.replace(/\.svc(\.[a-z0-9.-]+)?$/, "").split(".");

  for (const [service, where] of readings(labels, namespace)) {
    const target = behind(service, where, cluster);
    if (target) return target;
  }
  const [first = "", second = ""] = labels;
  if (isClusterName) {
    const target = withoutNamespaces(labels, cluster);
    return target ?? { type: "dangling", why: missing(first, second || namespace) };
  }
  if (labels.length === 1) return { type: "dangling", why: missing(first, namespace) };
  if (labels.length === 2 && (cluster.namespaces.has(second) || !TOP_LEVEL.test(second))) {
    return { type: "dangling", why: missing(first, second) };
  }
  // The name of a pod, `bus-0.bus.platform`, in a namespace that these manifests leave out.
  if (/^(.+)-\d+\.\1\.[^.]+$/.test(name)) {
    return { type: "dangling", why: missing(second, labels[2] ?? "") };
  }
  return isOutsideName(name) ? { type: "outside", host: name } : NOTHING;
}

/** As Service and namespace, in the order in which a resolver would find them. */
function readings(labels: readonly string[], namespace: string): [string, string][] {
  const [first = "", second = "", third = ""] = labels;
  if (labels.length === 1) return [[first, namespace]];
  // pod.svc and svc.ns look alike.
  if (labels.length === 2) {
    return [
      [first, second],
      [second, namespace],
    ];
  }
  return labels.length === 3 ? [[second, third]] : [];
}

function behind(service: string, namespace: string, cluster: Cluster): Target | undefined {
  const backing = cluster.backing.get(`${namespace}/${service}`);
  if (!backing) return undefined;
  if (backing.externalName === undefined) {
    return { type: "members", members: backing.members, service };
  }
  const outside = backing.externalName.toLowerCase().replace(/\.$/, "");
  // An ExternalName may lead to a Service in another namespace, but not round in circles.
  const [inner, where = ""] = outside.replace(/\.svc(\.[a-z0-9.-]+)?$/, "").split(".");
  const next = cluster.backing.get(`${where}/${inner}`);
  if (next && next.externalName === undefined) {
    return { type: "members", members: next.members, service };
  }
  return isOutsideName(outside) ? { type: "outside", host: outside } : NOTHING;
}

/** Manifests that get their namespace only at deployment carry none; their full names still do. */
function withoutNamespaces(labels: readonly string[], cluster: Cluster): Target | undefined {
  const named = [...cluster.namespaces].some((namespace) => namespace !== "default");
  const service = labels.at(-2);
  return named || service === undefined ? undefined : behind(service, "default", cluster);
}

function missing(service: string, namespace: string): string {
  return `no Service \`${service.slice(0, 100)}\` in namespace ${namespace.slice(0, 100)} among these manifests: not taken as a dependency`;
}

function isOutsideName(name: string): boolean {
  return (
    name.length <= 180 &&
    /^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$/.test(name) &&
    /\.[a-z][a-z0-9-]*[a-z0-9]$/.test(name) &&
    !FILE_ENDING.test(name)
  );
}

import { componentId } from "../../../model/component.ts";
import type { Skipped } from "../../../ports/graph-source.ts";
import type { Cluster, Member } from "./cluster.ts";
import { standIns, type Edge } from "./edges.ts";
import { outsideMember } from "./outside.ts";
import { resolveHost } from "./resolve-host.ts";
import type { Followed } from "./setting-edges.ts";
import type { Workload } from "./workload.ts";

/** What an Ingress sends its requests to. */
export function ingressEdges(cluster: Cluster): Followed {
  const edges: Edge[] = [];
  const outside: Member[] = [];
  const skipped: Skipped[] = [];
  for (const ingress of cluster.ingresses) {
    const { item, namespace, resource } = ingress;
    const consumer = cluster.memberOf.get(ingress);
    if (!consumer) continue;
    const rules = item.spec?.rules ?? [];
    const backends = [
      { backend: item.spec?.defaultBackend, path: ["spec", "defaultBackend"] },
      ...rules.flatMap(({ http }, rule) =>
        (http?.paths ?? []).map(({ backend }, index) => ({
          backend,
          path: ["spec", "rules", rule, "http", "paths", index, "backend"],
        })),
      ),
    ];
    for (const { backend, path } of backends) {
      const service = backend?.service?.name ?? backend?.serviceName;
      if (service === undefined) continue;
      const place = resource.placeOf(
        backend?.service ? [...path, "service", "name"] : [...path, "serviceName"],
      );
      const target = resolveHost(service, namespace, cluster);
      const to = {
        consumer: consumer.id,
        coupling: "call" as const,
        confidence: 0.95,
        places: [place],
      };
      if (target.type === "members") {
        const traits = standIns(target.members, service);
        edges.push(...target.members.map(({ id }) => ({ ...to, provider: id, traits })));
      } else if (target.type === "outside") {
        const member = outsideMember(cluster.environment, target.host, undefined, place);
        outside.push(member);
        edges.push({ ...to, provider: member.id });
      } else if (target.type === "dangling") skipped.push({ path: place, why: target.why });
    }
  }
  return { edges, outside, skipped };
}

const PLACES: Readonly<Record<string, "zone" | "region">> = {
  "topology.kubernetes.io/zone": "zone",
  "failure-domain.beta.kubernetes.io/zone": "zone",
  "topology.kubernetes.io/region": "region",
  "failure-domain.beta.kubernetes.io/region": "region",
};

/** The zone and the region that a workload is bound to. One that may run in several is bound to none. */
export function placementEdges(workload: Workload, cluster: Cluster): Followed {
  const consumer = cluster.memberOf.get(workload);
  const { nodeSelector, affinity } = workload.pod.spec;
  const spec = [...workload.podPath, "spec"];
  const bound = Object.entries(nodeSelector).map(([key, value]) => ({
    key,
    value,
    path: [...spec, "nodeSelector", key],
  }));
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = required?.nodeSelectorTerms ?? [];
  // Several terms are alternatives.
  for (const { key, operator, values } of terms.length === 1
    ? (terms[0]?.matchExpressions ?? [])
    : []) {
    if (operator !== "In" || values.length !== 1) continue;
    bound.push({ key, value: values[0] ?? "", path: [...spec, "affinity", "nodeAffinity"] });
  }

  const edges: Edge[] = [];
  const outside: Member[] = [];
  for (const { key, value, path } of bound) {
    const kind = PLACES[key];
    if (!kind || !consumer || !/^[\w.-]{1,63}$/.test(value)) continue;
    const place = workload.resource.placeOf(path);
    const id = componentId(cluster.environment, kind, value);
    outside.push({ id, kind, aliases: [], confidence: 0.9, place });
    edges.push({
      consumer: consumer.id,
      provider: id,
      coupling: "runs-on",
      confidence: 0.9,
      places: [place],
    });
  }
  return { edges, outside, skipped: [] };
}

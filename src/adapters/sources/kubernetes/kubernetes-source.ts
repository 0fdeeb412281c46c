import type { Claim } from "../../../model/assertion.ts";
import { Component } from "../../../model/component.ts";
import type { Found, GraphSource, Skipped, SourceFile } from "../../../ports/graph-source.ts";
import { identify, type Cluster, type Member } from "./cluster.ts";
import { claimsOf } from "./edges.ts";
import { takeInventory } from "./inventory.ts";
import { policyEdges } from "./policy-edges.ts";
import { readResources } from "./read-resources.ts";
import { settingEdges, type Followed } from "./setting-edges.ts";
import { ingressEdges, placementEdges } from "./structure-edges.ts";

/**
 * Reads Kubernetes manifests: workloads become components, and what their settings, Ingresses, NetworkPolicies
 * and placement say becomes dependencies, each with the line it was read from.
 *
 * Only names that resolve count: to a Service, and through its selector to a workload, or to a host outside.
 */
export function createKubernetesSource(): GraphSource {
  return {
    name: "kubernetes",
    understands: ({ path, text }) =>
      /\.(ya?ml|json)$/.test(path) &&
      (/(^|\/)(Chart|kustomization)\.ya?ml$/.test(path) ||
        (/(^|[\s"'{,-])apiVersion["']?\s*:/.test(text) && /(^|[\s"'{,-])kind["']?\s*:/.test(text))),
    read: (files, { environment }) => [
      { source: { name: "kubernetes", type: "import" }, ...readManifests(files, environment) },
    ],
  };
}

function readManifests(files: readonly SourceFile[], environment: string): Omit<Found, "source"> {
  const read = files.map(readResources);
  const inventory = takeInventory(read.flatMap(({ resources }) => resources));
  const cluster = identify(inventory, environment);
  const followed: Followed[] = [
    ...cluster.workloads.map((workload) => settingEdges(workload, cluster)),
    ...cluster.workloads.map((workload) => placementEdges(workload, cluster)),
    ingressEdges(cluster),
  ];
  const edges = followed.flatMap((found) => found.edges);
  const outside = followed.flatMap((found) => found.outside);
  return {
    claims: [
      ...componentClaims([...cluster.members, ...named(outside, cluster)]),
      ...claimsOf([...edges, ...policyEdges(cluster, edges)]),
    ],
    skipped: once([
      ...read.flatMap((file) => file.skipped),
      ...inventory.skipped,
      ...followed.flatMap((found) => found.skipped),
    ]),
  };
}

/** Two workloads that share a ConfigMap meet the same trouble in it. */
function once(skipped: readonly Skipped[]): Skipped[] {
  return [...new Map(skipped.map((one) => [`${one.path} ${one.why}`, one])).values()];
}

/** An ExternalName Service is another name of the host that it leads to. */
function named(outside: readonly Member[], { services }: Cluster): Member[] {
  const names = new Map<string, string[]>();
  for (const { item } of services.values()) {
    const host = item.spec?.externalName?.toLowerCase();
    if (host) names.set(host, [...(names.get(host) ?? []), item.metadata.name]);
  }
  return outside.map((member) => ({
    ...member,
    aliases: names.get(member.id.split("/").slice(2).join("/")) ?? [],
  }));
}

/** One claim per component; the same one in two files has the evidence of both. */
function componentClaims(members: readonly Member[]): Claim[] {
  const claims = new Map<string, Claim>();
  for (const { id, kind, aliases, confidence, place } of members) {
    const known = claims.get(id);
    const evidence = [...new Set([...(known?.evidence ?? []), place])].slice(0, 20);
    const first = known?.fact.type === "component" ? known.fact.component : undefined;
    const component = Component.parse({
      id,
      kind: first?.kind ?? kind,
      aliases: [...new Set([...(first?.aliases ?? []), ...aliases])],
    });
    claims.set(id, {
      fact: { type: "component", component },
      confidence: Math.max(confidence, known?.confidence ?? 0),
      evidence,
    });
  }
  return [...claims.values()];
}

import type { Cluster, Member } from "./cluster.ts";
import type { Edge } from "./edges.ts";
import { flavourOfPort } from "./flavour.ts";
import type { LabelSelector } from "./manifest.ts";

interface Peer {
  readonly podSelector?: LabelSelector | undefined;
  readonly namespaceSelector?: LabelSelector | undefined;
}

/**
 * Who may talk to whom, by the NetworkPolicies: being let in by name is a weak sign of use.
 *
 * Rules that let everybody in, or nobody, say nothing about use. `known` are the edges found elsewhere: where one
 * joins the same two, the policy is further evidence for it, not another dependency.
 */
export function policyEdges(cluster: Cluster, known: readonly Edge[]): Edge[] {
  const couplings = new Map<string, Edge["coupling"][]>();
  for (const { consumer, provider, coupling } of known) {
    const key = `${consumer} ${provider}`;
    const all = couplings.get(key);
    if (all) all.push(coupling);
    else couplings.set(key, [coupling]);
  }
  const edges: Edge[] = [];
  const add = (
    consumers: Member[],
    providers: Member[],
    port: string | undefined,
    place: string,
  ) => {
    // A rule for one consumer means it; one that covers many by a shared label may mean any of them.
    const confidence = consumers.length === 1 && providers.length === 1 ? 0.6 : 0.4;
    for (const consumer of consumers) {
      for (const provider of providers) {
        const flavour = provider.flavour ?? flavourOfPort(Number(port));
        const found = couplings.get(`${consumer.id} ${provider.id}`) ?? [
          flavour?.coupling ?? "call",
        ];
        for (const coupling of new Set(found)) {
          const ends = { consumer: consumer.id, provider: provider.id };
          edges.push({ ...ends, coupling, confidence, places: [place] });
        }
      }
    }
  };
  for (const { item, namespace, resource } of cluster.policies) {
    const own = membersOf({ podSelector: item.spec?.podSelector }, namespace, cluster);
    for (const [index, { from, ports }] of (item.spec?.ingress ?? []).entries()) {
      for (const [at, peer] of from.entries()) {
        const place = resource.placeOf(["spec", "ingress", index, "from", at]);
        add(membersOf(peer, namespace, cluster), own, ports[0]?.port, place);
      }
    }
    for (const [index, { to, ports }] of (item.spec?.egress ?? []).entries()) {
      for (const [at, peer] of to.entries()) {
        const place = resource.placeOf(["spec", "egress", index, "to", at]);
        add(own, membersOf(peer, namespace, cluster), ports[0]?.port, place);
      }
    }
  }
  return edges;
}

/** The members that a peer names by their labels; none when it means everybody. */
function membersOf(
  { podSelector, namespaceSelector }: Peer,
  namespace: string,
  cluster: Cluster,
): Member[] {
  if (!podSelector || isEmpty(podSelector)) return [];
  const candidates =
    Object.keys(podSelector.matchLabels).length > 0
      ? cluster.labelled(podSelector.matchLabels)
      : cluster.workloads;
  const found = candidates.filter((workload) => {
    if (!namespaceSelector) {
      if (workload.namespace !== namespace) return false;
    } else if (!isEmpty(namespaceSelector)) {
      const names = { "kubernetes.io/metadata.name": workload.namespace, name: workload.namespace };
      if (!matches(namespaceSelector, names)) return false;
    }
    return matches(podSelector, workload.labels);
  });
  return [...new Set(found.flatMap((workload) => cluster.memberOf.get(workload) ?? []))];
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function matches(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value) &&
    selector.matchExpressions.every(
      ({ key, operator, values }) => operator === "In" && values.includes(labels[key] ?? ""),
    )
  );
}

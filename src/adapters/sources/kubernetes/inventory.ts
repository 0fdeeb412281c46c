import type { z } from "zod";
import type { Skipped } from "../../../ports/graph-source.ts";
import { Ingress, NetworkPolicy, Service, Settings } from "./manifest.ts";
import type { Resource } from "./read-resources.ts";
import { makesPods, readWorkload, type Workload } from "./workload.ts";

/** An object that was understood, with where it stands. */
export interface Placed<Item> {
  readonly item: Item;
  readonly namespace: string;
  readonly resource: Resource;
}

/** All objects of an import, sorted by what they tell. Keys are `namespace/name`. */
export interface Inventory {
  readonly workloads: readonly Workload[];
  readonly services: ReadonlyMap<string, Placed<Service>>;
  readonly configMaps: ReadonlyMap<string, Placed<Settings>>;
  readonly secrets: ReadonlyMap<string, Placed<Settings>>;
  readonly ingresses: readonly Placed<Ingress>[];
  readonly policies: readonly Placed<NetworkPolicy>[];
  readonly namespaces: ReadonlySet<string>;
  /** The host names under which the Ingresses are reached. */
  readonly publicHosts: ReadonlySet<string>;
  readonly skipped: readonly Skipped[];
}

/** Kinds that say nothing about what depends on what. */
const SILENT =
  /^(ServiceAccount|Namespace|(Cluster)?Role(Binding)?|PersistentVolume(Claim)?|StorageClass|HorizontalPodAutoscaler|PodDisruptionBudget|LimitRange|ResourceQuota|PriorityClass|IngressClass|Endpoints|EndpointSlice|Lease|Event|VolumeSnapshot(Class)?)$/;

/** Sorts objects; one that is not as Kubernetes has it, or that depmap does not read, is skipped with the reason. */
export function takeInventory(resources: readonly Resource[]): Inventory {
  const workloads: Workload[] = [];
  const services = new Map<string, Placed<Service>>();
  const configMaps = new Map<string, Placed<Settings>>();
  const secrets = new Map<string, Placed<Settings>>();
  const ingresses: Placed<Ingress>[] = [];
  const policies: Placed<NetworkPolicy>[] = [];
  const skipped: Skipped[] = [];

  const refuse = (resource: Resource, error: z.ZodError) => {
    const [issue] = error.issues;
    const where = (issue?.path ?? []).map(String).join(".");
    const why = `${resource.kind} left out: \`${where.slice(0, 200)}\`: ${issue?.message ?? "?"}`;
    skipped.push({ path: resource.placeOf(issue?.path ?? []), why, unread: true });
  };
  function read<
    Schema extends z.ZodType<{ metadata: { name: string; namespace?: string | undefined } }>,
  >(
    schema: Schema,
    resource: Resource,
    keep: (placed: Placed<z.infer<Schema>>, key: string) => void,
  ) {
    const parsed = schema.safeParse(resource.value);
    if (!parsed.success) return refuse(resource, parsed.error);
    const { name, namespace = "default" } = parsed.data.metadata;
    return keep({ item: parsed.data, namespace, resource }, `${namespace}/${name}`);
  }

  for (const resource of resources) {
    const { kind, apiVersion } = resource;
    if (makesPods(resource)) {
      const workload = readWorkload(resource);
      if ("issues" in workload) refuse(resource, workload);
      else workloads.push(workload);
    } else if (kind === "Service" && apiVersion === "v1") {
      read(Service, resource, (placed, key) => services.set(key, placed));
    } else if (kind === "ConfigMap") {
      read(Settings, resource, (placed, key) => configMaps.set(key, placed));
    } else if (kind === "Secret") {
      read(Settings, resource, (placed, key) => secrets.set(key, placed));
    } else if (kind === "Ingress") {
      read(Ingress, resource, (placed) => ingresses.push(placed));
    } else if (kind === "NetworkPolicy") {
      read(NetworkPolicy, resource, (placed) => policies.push(placed));
    } else if (!SILENT.test(kind)) {
      skipped.push({ path: resource.placeOf([]), why: whyNotRead(kind, apiVersion) });
    }
  }
  const placed = [...workloads, ...services.values(), ...ingresses];
  const namespaces = new Set(placed.map(({ namespace }) => namespace));
  const hosts = ingresses.flatMap(({ item }) => item.spec?.rules.map(({ host }) => host) ?? []);
  return {
    workloads,
    services,
    configMaps,
    secrets,
    ingresses,
    policies,
    namespaces,
    publicHosts: new Set(hosts.filter((host) => host !== undefined)),
    skipped,
  };
}

function whyNotRead(kind: string, apiVersion: string): string {
  if (kind === "Kustomization" || kind === "Component") {
    return "a Kustomization is a recipe: run `kubectl kustomize FOLDER > all.yaml` and import that file";
  }
  return `depmap does not read ${kind.slice(0, 80)} (${apiVersion.slice(0, 80) || "no apiVersion"}) yet`;
}
